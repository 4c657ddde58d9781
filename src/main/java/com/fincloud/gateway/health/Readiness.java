package com.fincloud.gateway.health;

import org.jspecify.annotations.Nullable;

/** Whether this instance accepts new requests. Its states are starting, ready and draining, in this order only. */
public final class Readiness {

    private enum State {
        STARTING,
        READY,
        DRAINING
    }

    private volatile State state = State.STARTING;

    /** The start has finished. The instance is ready, unless it was told to stop in the meantime. */
    public synchronized void started() {
        if (state == State.STARTING) {
            state = State.READY;
        }
    }

    /** The instance is about to stop. */
    public synchronized void draining() {
        state = State.DRAINING;
    }

    /** Whether the instance is still starting. */
    public boolean isStarting() {
        return state == State.STARTING;
    }

    /** Why this instance accepts no requests; null if it is ready. */
    public @Nullable String reason() {
        return switch (state) {
            case STARTING -> "starting";
            case READY -> null;
            case DRAINING -> "draining";
        };
    }
}
