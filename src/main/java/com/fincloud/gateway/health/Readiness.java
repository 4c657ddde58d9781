package com.fincloud.gateway.health;

import org.jspecify.annotations.Nullable;

/** Whether this instance wants new requests. */
public final class Readiness {

    private volatile String state = "starting";

    /** The gateway is up. */
    public void started() {
        state = "";
    }

    /** The gateway is about to stop. */
    public void draining() {
        state = "draining";
    }

    /** Why no request should come, or null. */
    public @Nullable String reason() {
        return state.isEmpty() ? null : state;
    }
}
