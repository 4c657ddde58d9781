package com.fincloud.gateway.http.path;

/** The paths of the gateway's health checks: {@code /health}, {@code /api/v1/health} and all paths below it. */
public final class HealthPaths {

    private static final String PREFIX = "/api/v1/health";

    private HealthPaths() {}

    /** Whether a raw path is a health path. Its requests are not rate limited, and are served even without free capacity. */
    public static boolean contains(String path) {
        return path.equals("/health")
                || (path.startsWith(PREFIX)
                        && (path.length() == PREFIX.length() || path.charAt(PREFIX.length()) == '/'));
    }
}
