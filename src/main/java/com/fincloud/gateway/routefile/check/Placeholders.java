package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import com.fincloud.gateway.routing.ProtectedNames;
import com.fincloud.gateway.routing.RoutePlaceholders;
import com.fincloud.gateway.settings.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Checks the placeholders of a route file, {@code {{NAME}}} or {@code {{NAME:default}}}: each needs a value or a default. */
public final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    /** The maximum number of placeholders in one value, because Camel copies the value for each of them. */
    private static final int MOST = 100;

    private static final List<String> VARIABLES =
            Arrays.stream(Variable.values()).map(Enum::name).toList();

    private final CamelContext live;

    /** Creates the check for files that {@code live} will load. */
    public Placeholders(CamelContext live) {
        this.live = live;
    }

    void check(Element element, Findings findings) {
        element.values().forEach((name, value) -> {
            if (!name.equals("description") && !name.equals("note")) {
                check(value, findings);
            }
        });
        Value content = element.content();
        if (content != null && !element.name().equals("description")) {
            check(content, findings);
        }
    }

    private void check(Value value, Findings findings) {
        if (isTooMany(value.text())) {
            findings.add(value.from(), "the value has more than " + MOST + " placeholders");
            return;
        }
        Matcher placeholder = PLACEHOLDER.matcher(value.text());
        while (placeholder.find()) {
            String name = placeholder.group(1).strip();
            String variable = variable(name);
            if (variable.startsWith("bean:")) {
                findings.add(
                        value.at(findings.file(), placeholder.group()),
                        "{{" + name
                                + "}} calls a bean, and is no placeholder here (expected: a variable, or {{NAME:default}})");
            } else if (ProtectedNames.contains(before(variable, ':'))) {
                findings.add(
                        value.at(findings.file(), placeholder.group()), ProtectedNames.refusal(before(variable, ':')));
            } else if (!isKnown(name)) {
                findings.add(
                        value.at(findings.file(), placeholder.group()),
                        "the placeholder {{" + name + "}} has no value (expected: a variable, or {{" + name
                                + ":default}})",
                        name,
                        VARIABLES);
            }
        }
    }

    /** The name of the variable, without the marks and functions before it. */
    private static String variable(String placeholder) {
        int at = 0;
        for (int before = -1; before < at; ) {
            before = at;
            while (at < placeholder.length() && " \t?!".indexOf(placeholder.charAt(at)) >= 0) {
                at++;
            }
            at += placeholder.startsWith("env:", at) || placeholder.startsWith("sys:", at) ? 4 : 0;
        }
        return placeholder.substring(at).strip();
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static boolean isTooMany(String text) {
        int count = 0;
        for (int at = text.indexOf("{{"); at >= 0 && count <= MOST; at = text.indexOf("{{", at + 2)) {
            count++;
        }
        return count > MOST;
    }

    @SuppressWarnings("try") // it only has to last
    private boolean isKnown(String name) {
        boolean optional = name.startsWith("?") || name.indexOf(':') >= 0; // a default, or a function such as env:NAME
        try (RoutePlaceholders.Building building = RoutePlaceholders.building()) {
            return optional
                    || live.getPropertiesComponent().resolveProperty(name).isPresent();
        }
    }

    /** The text with its placeholders resolved; null if a placeholder has no value. */
    @SuppressWarnings("try") // it only has to last
    @Nullable
    public String resolve(String text) {
        if (text.indexOf("{{") < 0) {
            return text;
        }
        if (isTooMany(text)) {
            return null; // check has said so
        }
        try (RoutePlaceholders.Building building = RoutePlaceholders.building()) {
            return live.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return null; // check has said so
        }
    }
}
