package com.fincloud.gateway.backend;

import java.io.IOException;

/** A backend's answer has more beside its body than the gateway takes. The limit is the gateway's own, and no failure of the service. */
final class AnswerLimit extends IOException {

    private final String reason;
    private final boolean full;

    private AnswerLimit(String message, String reason, boolean full) {
        super(message);
        this.reason = reason;
        this.full = full;
    }

    /** One answer is beyond a bound; {@code reason} is the log's word for it. */
    static AnswerLimit of(String reason, String message) {
        return new AnswerLimit(message, reason, false);
    }

    /** All large heads together are beyond the {@link com.fincloud.gateway.edge.HeadBudget}: another time it may pass. */
    static AnswerLimit full() {
        return new AnswerLimit("The large heads under way leave no room for another one", "no_room_for_heads", true);
    }

    String reason() {
        return reason;
    }

    /** Whether the same answer may pass when less is under way. */
    boolean isFull() {
        return full;
    }
}
