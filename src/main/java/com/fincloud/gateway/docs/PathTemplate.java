package com.fincloud.gateway.docs;

import com.fincloud.gateway.edge.PathGuard;
import com.fincloud.gateway.error.GatewayException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths with {@code {name}} for what varies, as OpenAPI writes them. */
final class PathTemplate {

    private static final Pattern NAME = Pattern.compile("\\{([^{}/]+)}");

    private static final String USABLE = "(/([\\w.~!$&'()*+,;=:@%-]|\\{[\\w.:-]{1,100}})*)+";

    private PathTemplate() {}

    /** Whether a client could call it: a path in one spelling, without a query, in which each name comes once. */
    static boolean isUsable(String template) {
        if (template.length() > 1_000 || template.contains("//") || !template.matches(USABLE)) {
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

    /** The names in their order. */
    static Set<String> names(String template) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = NAME.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** A path that the template describes, of segments that no route names. */
    static String example(String template) {
        return NAME.matcher(template).replaceAll("any~value");
    }

    /** The template without its names: two of one shape describe the same paths. */
    static String shape(String template) {
        return NAME.matcher(template).replaceAll("{}");
    }
}
