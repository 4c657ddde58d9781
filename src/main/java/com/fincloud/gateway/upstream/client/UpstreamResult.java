package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.error.GatewayError;
import java.util.Locale;

/** How an upstream request ended, whatever the status of the response. */
public enum UpstreamResult {
    ANSWERED,
    UNREACHABLE,
    TIMED_OUT,
    /** The received bytes are not a response, or not a response that a client could get. */
    UNUSABLE,
    /** The client disconnected, or its body failed. */
    ABORTED;

    /** The result in lower case, as the metric's tag value. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static UpstreamResult of(GatewayError error) {
        return switch (error) {
            case BACKEND_UNREACHABLE -> UNREACHABLE;
            case BACKEND_TIMEOUT -> TIMED_OUT;
            default -> UNUSABLE;
        };
    }
}
