package com.fincloud.gateway.logging;

import org.jspecify.annotations.Nullable;

/** The request that a thread serves, so that a line which a route or a library writes can name it and cannot show its secrets. */
public final class CurrentRequest {

    private static final ThreadLocal<@Nullable LoggedRequest> CURRENT = new ThreadLocal<>();

    private CurrentRequest() {}

    /** From here on the thread serves {@code request}; null ends that. */
    public static void set(@Nullable LoggedRequest request) {
        CURRENT.set(request);
    }

    /** The request that this thread serves, null when it serves none. */
    public static @Nullable LoggedRequest get() {
        return CURRENT.get();
    }
}
