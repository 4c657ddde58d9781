package com.fincloud.gateway.http.path;

/** The paths by which others ask whether the gateway lives: {@code /health}, {@code /api/v1/health} and what is below it. */
public final class HealthPaths {

    private static final String PREFIX = "/api/v1/health";

    private HealthPaths() {}

    /** Whether a raw path is one of them; they are not counted, and served by a gateway that is full. */
    public static boolean contains(String path) {
        return path.equals("/health")
                || (path.startsWith(PREFIX)
                        && (path.length() == PREFIX.length() || path.charAt(PREFIX.length()) == '/'));
    }
}
