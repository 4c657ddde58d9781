package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.error.GatewayError;
import java.util.Locale;

/** How one call of a backend ended, whatever the status of an answer. */
public enum UpstreamResult {
    ANSWERED,
    UNREACHABLE,
    TIMED_OUT,
    /** What came is no answer, or none that a client could get. */
    UNUSABLE,
    /** The client left, or its body failed. */
    ABORTED;

    /** The result in lower case, as the metric has it. */
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
