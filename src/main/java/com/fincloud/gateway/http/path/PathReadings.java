package com.fincloud.gateway.http.path;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The ways in which servers may interpret a path. Some servers take a step below and others do not, always in this order. So every
 * combination of the steps is a reading:
 *
 * <ol>
 *   <li>Parameters, from a semicolon to the end of a segment, are cut off (Tomcat, before it decodes).
 *   <li>Unreserved characters are decoded (RFC 3986 section 6.2.2.2: proxies that normalise).
 *   <li>All visible characters are decoded (nginx, Node, WSGI and ASGI), an encoded semicolon included.
 *   <li>Encoded slashes become slashes (nginx, WSGI and ASGI).
 *   <li>Parameters are cut off (Tomcat behind a server that has decoded the path).
 *   <li>Doubled slashes are merged (nginx, Go).
 * </ol>
 *
 * <p>An encoded percent sign stays encoded, because a path is decoded once. Characters that no route path can contain (blanks and non-ASCII
 * characters) stay encoded as well. Letters keep their case.
 */
public final class PathReadings {

    private PathReadings() {}

    /** All readings of a path that {@link PathGuard} has accepted, the path itself first. The time is linear in the path. */
    public static Set<String> of(String path) {
        Set<String> readings = new LinkedHashSet<>();
        readings.add(path);
        also(readings, PathReadings::withoutParameters);
        if (path.indexOf('%') >= 0) {
            also(readings, reading -> decoded(reading, true, false, false));
            also(readings, reading -> decoded(reading, true, true, false));
            also(readings, reading -> decoded(reading, false, false, true));
            also(readings, PathReadings::withoutParameters);
        }
        also(readings, PathReadings::merged);
        return readings;
    }

    private static void also(Set<String> readings, UnaryOperator<String> step) {
        for (String reading : new ArrayList<>(readings)) {
            readings.add(step.apply(reading));
        }
    }

    private static String decoded(String path, boolean unreserved, boolean visible, boolean slash) {
        int escape = path.indexOf('%');
        if (escape < 0) {
            return path;
        }
        StringBuilder decoded = new StringBuilder(path.length());
        int from = 0;
        while (escape >= 0) {
            int c = (Character.digit(path.charAt(escape + 1), 16) << 4) + Character.digit(path.charAt(escape + 2), 16);
            boolean other = c > ' ' && c < 0x7f && c != '%' && c != '/';
            if (c == '/' ? slash : isUnreserved(c) ? unreserved : other && visible) {
                decoded.append(path, from, escape).append((char) c);
                from = escape + 3;
            }
            escape = path.indexOf('%', escape + 3);
        }
        return decoded.append(path, from, path.length()).toString();
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static String withoutParameters(String path) {
        int semicolon = path.indexOf(';');
        if (semicolon < 0) {
            return path;
        }
        StringBuilder rest = new StringBuilder(path.length());
        int from = 0;
        while (semicolon >= 0) {
            rest.append(path, from, semicolon);
            int slash = path.indexOf('/', semicolon);
            from = slash < 0 ? path.length() : slash;
            semicolon = path.indexOf(';', from);
        }
        return rest.append(path, from, path.length()).toString();
    }

    /** The path with each run of slashes replaced by one slash. */
    public static String merged(String path) {
        int doubled = path.indexOf("//");
        if (doubled < 0) {
            return path;
        }
        StringBuilder merged = new StringBuilder(path.length()).append(path, 0, doubled);
        for (int i = doubled; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || merged.length() == 0 || merged.charAt(merged.length() - 1) != '/') {
                merged.append(c);
            }
        }
        return merged.toString();
    }
}
