package com.fincloud.gateway.background;

import java.util.concurrent.atomic.AtomicLong;

/** Each kind of work that the gateway does beside requests. */
public enum BackgroundTask {
    /** Ends backend calls that take too long. */
    BACKEND_DEADLINES("backend-deadlines"),
    /** Notices clients that have left. */
    CLIENT_WATCH("client-watch"),
    /** Ends Redis calls that take too long. */
    REDIS_OVERDUE("redis-overdue"),
    /** Looks for a lost Redis. */
    REDIS_PROBE("redis-probe"),
    /** Fetches the issuer's key set. */
    TOKEN_KEYS("token-keys"),
    /** Reads revoked tokens. */
    REVOCATIONS("revocations"),
    /** Follows certificate files. */
    CERTIFICATES("certificates"),
    /** Fetches and merges API documents. */
    API_DOCUMENTS("api-documents"),
    /** Follows the route folder. */
    ROUTE_FOLDER("route-folder"),
    /** Checks route files. */
    ROUTE_CHECK("route-check"),
    /** Brings checked route files into service, and takes old versions out. */
    ROUTE_LOADER("route-loader"),
    /** Stops timers and other sources of routes that leave. */
    ROUTE_SOURCES("route-sources");

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // a count is all that changes
    private final AtomicLong failures = new AtomicLong();

    BackgroundTask(String word) {
        this.word = word;
    }

    /** The name of the task's threads, and the task's tag in metrics. */
    public String word() {
        return word;
    }

    /** Failed runs since the process started. */
    public long failures() {
        return failures.get();
    }

    void failed() {
        failures.incrementAndGet();
    }
}
