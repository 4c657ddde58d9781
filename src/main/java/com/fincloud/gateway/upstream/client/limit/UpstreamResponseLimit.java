package com.fincloud.gateway.upstream.client.limit;

import java.io.IOException;

/** An upstream response exceeds a limit of the gateway outside its body. This is not a failure of the service. */
public final class UpstreamResponseLimit extends IOException {

    private final String reason;
    private final boolean full;

    private UpstreamResponseLimit(String message, String reason, boolean full) {
        super(message);
        this.reason = reason;
        this.full = full;
    }

    /** A response exceeds a limit; {@code reason} is the value for the log. */
    public static UpstreamResponseLimit of(String reason, String message) {
        return new UpstreamResponseLimit(message, reason, false);
    }

    /** All large heads together exceed the {@link com.fincloud.gateway.http.HeadBudget}. The same response may pass later. */
    public static UpstreamResponseLimit full() {
        return new UpstreamResponseLimit(
                "The large heads under way leave no room for another one", "no_room_for_heads", true);
    }

    public String reason() {
        return reason;
    }

    /** Whether the same response may pass under less load. */
    public boolean isFull() {
        return full;
    }
}
