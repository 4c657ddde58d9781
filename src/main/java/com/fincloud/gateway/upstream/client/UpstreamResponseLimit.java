package com.fincloud.gateway.upstream.client;

import java.io.IOException;

/** A backend's answer has more beside its body than the gateway takes. The limit is the gateway's own, and no failure of the service. */
final class UpstreamResponseLimit extends IOException {

    private final String reason;
    private final boolean full;

    private UpstreamResponseLimit(String message, String reason, boolean full) {
        super(message);
        this.reason = reason;
        this.full = full;
    }

    /** One answer is beyond a bound; {@code reason} is the log's word for it. */
    static UpstreamResponseLimit of(String reason, String message) {
        return new UpstreamResponseLimit(message, reason, false);
    }

    /** All large heads together are beyond the {@link com.fincloud.gateway.http.HeadBudget}: another time it may pass. */
    static UpstreamResponseLimit full() {
        return new UpstreamResponseLimit(
                "The large heads under way leave no room for another one", "no_room_for_heads", true);
    }

    String reason() {
        return reason;
    }

    /** Whether the same answer may pass when less is under way. */
    boolean isFull() {
        return full;
    }
}
