package com.fincloud.gateway.http.path;

import org.jspecify.annotations.Nullable;

/** The canonical form of a route's path, as used in the route table, in route keys and in reports. */
public final class RoutePath {

    private static final String MARKS = "-._~!$&'()*+,=:@";

    private RoutePath() {}

    /** Converts a path to canonical form: one leading slash, no trailing slash, no doubled slash. */
    public static String canonical(String declared) {
        StringBuilder path = new StringBuilder(declared.length() + 1);
        for (int i = 0; i < declared.length(); i++) {
            char c = declared.charAt(i);
            if (c != '/' && (i == 0 || declared.charAt(i - 1) == '/')) {
                path.append('/');
            }
            if (c != '/') {
                path.append(c);
            }
        }
        return path.length() == 0 ? "/" : path.toString();
    }

    /** Why no request could reach a canonical path, or only in one of several readings; null if the path is valid. */
    public static @Nullable String fault(String path) {
        if (path.length() == 1) {
            return null;
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (!isName(segment) && !isVariable(segment)) {
                return "path=" + path + " is not usable (accepted: segments of letters, digits and " + MARKS
                        + ", none percent-encoded and none . or .., or {name} for a whole segment)";
            }
        }
        return null;
    }

    /** The path with {@code {}} for each {@code {name}}. Two paths that differ only in these names match the same requests. */
    public static String withoutNames(String path) {
        StringBuilder place = new StringBuilder(path.length());
        int from = 0;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash + 1;
            String segment = path.substring(from, slash < 0 ? end : slash);
            place.append(isVariable(segment) ? "{}" : segment).append(path, from + segment.length(), end);
            from = end;
        }
        return place.toString();
    }

    private static boolean isName(String segment) {
        return !segment.equals(".")
                && !segment.equals("..")
                && segment.chars().allMatch(c -> isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Whether a segment of a route's path is a variable, which matches any segment that is not empty. */
    public static boolean isVariable(String segment) {
        return segment.length() > 1
                && segment.charAt(0) == '{'
                && segment.indexOf('}') == segment.length() - 1
                && segment.indexOf('{', 1) < 0;
    }
}
