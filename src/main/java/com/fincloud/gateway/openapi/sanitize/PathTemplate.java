package com.fincloud.gateway.openapi.sanitize;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.path.PathGuard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Path templates with {@code {name}} for variables, as in OpenAPI. */
public final class PathTemplate {

    private static final Pattern NAME = Pattern.compile("\\{([^{}/]+)}");

    private static final String MARKS = "-._~!$&'()*+,;=:@%";
    private static final int LONGEST_NAME = 100;

    private PathTemplate() {}

    /** Whether a client could call it: an unambiguous path without a query, in which each name occurs once. */
    public static boolean isUsable(String template) {
        if (template.length() > 1_000 || template.contains("//") || !isTemplate(template)) {
            return false;
        }
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        try {
            PathGuard.check(example(template));
        } catch (GatewayException e) {
            return false;
        }
        return new LinkedHashSet<>(names).size() == names.size()
                && names.stream().noneMatch("__proto__"::equals);
    }

    private static boolean isTemplate(String text) {
        int at = text.startsWith("/") ? 1 : -1;
        while (at >= 0 && at < text.length()) {
            char c = text.charAt(at);
            at = c == '{' ? nameEnd(text, at + 1) : isPlain(c) || c == '/' || MARKS.indexOf(c) >= 0 ? at + 1 : -1;
        }
        return at > 0;
    }

    /** The offset after the brace that follows a name; -1 if there is no name or it is too long. */
    private static int nameEnd(String text, int from) {
        int end = from;
        while (end < text.length() && (isPlain(text.charAt(end)) || ".:-".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        boolean closed = end > from && end <= from + LONGEST_NAME && text.startsWith("}", end);
        return closed ? end + 1 : -1;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** The names in their order. */
    public static Set<String> names(String template) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = NAME.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** An example path for the template, with segments that no route uses. */
    public static String example(String template) {
        return NAME.matcher(template).replaceAll("any~value");
    }

    /** The template without its names. Two templates with the same shape describe the same paths. */
    public static String shape(String template) {
        return NAME.matcher(template).replaceAll("{}");
    }
}
