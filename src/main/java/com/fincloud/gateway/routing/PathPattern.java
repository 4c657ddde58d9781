package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.path.RoutePath;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths that a route serves.
 *
 * @param path the path in canonical form; it may have {@code {name}} segments
 * @param below whether the route serves the paths below it as well
 * @param trailingSlash whether the path is served with a trailing slash as well
 */
record PathPattern(String path, boolean below, boolean trailingSlash) {

    /** The number of segments. */
    int depth() {
        return path.length() == 1 ? 0 : (int) path.chars().filter(c -> c == '/').count();
    }

    boolean hasVariables() {
        return path.indexOf('{') >= 0;
    }

    /** The values of the {@code {name}} segments as they were sent; null when {@code candidate} does not match. */
    @Nullable
    Map<String, String> variables(String candidate) {
        Map<String, String> variables = new HashMap<>();
        int given = 1;
        for (String wanted : path.substring(1).split("/", -1)) {
            if (given > candidate.length()) {
                return null;
            }
            int slash = candidate.indexOf('/', given);
            String value = candidate.substring(given, slash < 0 ? candidate.length() : slash);
            if (RoutePath.isVariable(wanted) && !value.isEmpty()) {
                variables.put(wanted.substring(1, wanted.length() - 1), value);
            } else if (!wanted.equals(value)) {
                return null;
            }
            given = slash < 0 ? candidate.length() + 1 : slash + 1;
        }
        boolean ended = given > candidate.length() || (trailingSlash && given == candidate.length());
        return ended || below ? variables : null;
    }
}
