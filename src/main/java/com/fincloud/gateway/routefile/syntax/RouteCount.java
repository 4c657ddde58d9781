package com.fincloud.gateway.routefile.syntax;

import java.util.Locale;
import java.util.Set;

/**
 * How many routes a file would make, counted in its text before any of them is built: a route costs thousands of times its text. A word
 * that only looks like a route counts as well.
 */
public final class RouteCount {

    /** What makes a route: its source, a use of a template, or a verb of a rest. */
    private static final Set<String> WORDS =
            Set.of("from", "templatedroute", "templated-route", "get", "post", "put", "patch", "delete", "head");

    private static final int LONGEST = "templated-route".length();

    private RouteCount() {}

    /** The number of such elements of XML, or keys of YAML. */
    public static int of(RouteFileText file) {
        if (file.isBuilder()) {
            return 1;
        }
        String text = file.text();
        char mark = file.isXml() ? '<' : ':';
        int count = 0;
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
            String word = file.isXml() ? after(text, at) : before(text, at);
            if (WORDS.contains(word.toLowerCase(Locale.ROOT))) {
                count++;
            }
        }
        return count;
    }

    private static String after(String text, int mark) {
        int end = mark + 1;
        while (end < text.length() && end - mark <= LONGEST + 1 && isName(text.charAt(end))) {
            end++;
        }
        return text.substring(mark + 1, end);
    }

    /** A key may stand in quotes. */
    private static String before(String text, int mark) {
        int end = mark;
        while (end > 0 && mark - end < 4 && "\"' ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        int start = end;
        while (start > 0 && end - start <= LONGEST && isName(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start, end);
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    }
}
