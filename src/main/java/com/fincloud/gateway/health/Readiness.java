package com.fincloud.gateway.health;

import org.jspecify.annotations.Nullable;

/** Whether this instance wants new requests: it starts, is ready, drains, and never turns back. */
public final class Readiness {

    private enum State {
        STARTING,
        READY,
        DRAINING
    }

    private volatile State state = State.STARTING;

    /** The gateway is up, unless it was told to stop in the meantime. */
    public synchronized void started() {
        if (state == State.STARTING) {
            state = State.READY;
        }
    }

    /** The gateway is about to stop. */
    public synchronized void draining() {
        state = State.DRAINING;
    }

    /** Whether the start is not over yet. */
    public boolean isStarting() {
        return state == State.STARTING;
    }

    /** Why no request should come, or null. */
    public @Nullable String reason() {
        return switch (state) {
            case STARTING -> "starting";
            case READY -> null;
            case DRAINING -> "draining";
        };
    }
}
