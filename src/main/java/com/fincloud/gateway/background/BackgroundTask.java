package com.fincloud.gateway.background;

import java.util.concurrent.atomic.AtomicLong;

/** The kinds of background work. */
public enum BackgroundTask {
    /** Aborts upstream requests that take too long. */
    BACKEND_DEADLINES("backend-deadlines"),
    /** Reads and writes the HTTP/2 connections to backends. */
    HTTP2_BACKENDS("http2-backends"),
    /** Sends request bodies over HTTP/2 while their responses arrive. */
    HTTP2_UPLOADS("http2-uploads"),
    /** Looks up the addresses of backends' names. */
    NAME_LOOKUPS("name-lookups"),
    /** Asks the instances of services whether they are well. */
    INSTANCE_CHECKS("instance-checks"),
    /** Detects clients that have disconnected. */
    CLIENT_WATCH("client-watch"),
    /** Moves the bytes of WebSockets. */
    WEBSOCKETS("websockets"),
    /** Ends Redis commands that take too long. */
    REDIS_OVERDUE("redis-overdue"),
    /** Checks whether a lost Redis is available again. */
    REDIS_PROBE("redis-probe"),
    /** Fetches the issuer's key set. */
    TOKEN_KEYS("token-keys"),
    /** Reads revoked tokens. */
    REVOCATIONS("revocations"),
    /** Collects the heap, so that kept bodies without a reachable exchange are found. */
    BODY_ROOM("body-room"),
    /** Watches certificate files. */
    CERTIFICATES("certificates"),
    /** Follows YAML files that variables name. */
    CONFIG_FILES("config-files"),
    /** Fetches and merges API documents. */
    API_DOCUMENTS("api-documents"),
    /** Watches the route folder. */
    ROUTE_FOLDER("route-folder"),
    /** Checks route files. */
    ROUTE_CHECK("route-check"),
    /** Fetches what route files name by a URL. */
    ROUTE_RESOURCES("route-resources"),
    /** Puts checked route files into service, and removes old versions. */
    ROUTE_LOADER("route-loader"),
    /** Stops timers and other sources of routes that are removed. */
    ROUTE_SOURCES("route-sources"),
    /** Keeps the figures of the last minute for the console. */
    CONSOLE_HISTORY("console-history");

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // only the count changes
    private final AtomicLong failures = new AtomicLong();

    BackgroundTask(String word) {
        this.word = word;
    }

    /** The name of the task's threads, and its tag value in metrics. */
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
