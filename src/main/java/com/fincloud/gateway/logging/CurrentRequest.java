package com.fincloud.gateway.logging;

import org.jspecify.annotations.Nullable;

/** The request that a thread serves, so that a log line of a route or a library can name the request, and its secrets can be masked. */
public final class CurrentRequest {

    private static final ThreadLocal<@Nullable LoggedRequest> CURRENT = new ThreadLocal<>();

    private CurrentRequest() {}

    /** Sets the request that this thread serves; null clears it. */
    public static void set(@Nullable LoggedRequest request) {
        CURRENT.set(request);
    }

    /** The request that this thread serves; null if it serves none. */
    public static @Nullable LoggedRequest get() {
        return CURRENT.get();
    }
}
