package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds clear-text secrets in a route file, which should be placeholders for environment variables. */
public final class ClearTextSecretCheck {

    private static final String WORDS = "[\\w.-]*(?:password|passwd|secret|token|api[_-]?key)";

    /** {@code password=x} in a URI, {@code X-Api-Key: x} among headers. */
    private static final Pattern ASSIGNED = Pattern.compile("(?i)(?:^|[?&|\\s])(" + WORDS
            + "|authorization)\\s*[=:]\\s*(?!RAW\\(\\{\\{|\\{\\{|\\$\\{|#|(?:Basic|Bearer)\\s+\\{\\{)[^\\s&|{]+");

    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s:{}]+:([^/@\\s{}]+)@");

    private static final Pattern NAME = Pattern.compile("(?i)" + WORDS + "|authorization");

    private ClearTextSecretCheck() {}

    public static void check(Element element, Findings findings) {
        element.values().forEach((name, value) -> {
            boolean prose = name.equals("description") || name.equals("note");
            if (!prose && !named(element, name, value, findings)) {
                assigned(value, findings);
            }
        });
    }

    /** Finds an attribute, a parameter or a header constant whose name suggests a secret. */
    private static boolean named(Element element, String key, Value value, Findings findings) {
        Value name = element.value("name");
        if (NAME.matcher(key).matches()) {
            return clear(key, value, findings);
        }
        if (name == null || !NAME.matcher(name.text()).matches()) {
            return false;
        }
        if (key.equals("value") || key.equals("constant")) {
            return clear(name.text(), value, findings);
        }
        if (key.equals("name")) {
            for (Element expression : element.children("constant", "expression")) {
                Value text = expression.content() == null ? expression.value("constant") : expression.content();
                if (text != null) {
                    clear(name.text(), text, findings);
                }
            }
        }
        return false;
    }

    private static boolean clear(String name, Value value, Findings findings) {
        String text = value.text();
        if (text.isEmpty() || text.contains("{{") || text.startsWith("#") || text.startsWith("${")) {
            return false;
        }
        report(name, value.from(), findings);
        return true;
    }

    private static void assigned(Value value, Findings findings) {
        Matcher assigned = ASSIGNED.matcher(value.text());
        while (!findings.isFull() && assigned.find()) {
            report(assigned.group(1), value.at(findings.file(), assigned.group(1)), findings);
        }
        Matcher user = USER_INFO.matcher(value.text());
        if (user.find()) {
            report("the URL's password", value.at(findings.file(), user.group()), findings);
        }
    }

    private static void report(String name, int place, Findings findings) {
        findings.add(
                place,
                "'" + name + "' stands here in clear (expected: a placeholder, for instance {{SERVICE_SECRET}})");
    }
}
