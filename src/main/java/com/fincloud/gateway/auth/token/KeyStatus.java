package com.fincloud.gateway.auth.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an issuer's keys.
 *
 * @param keys the number of usable keys
 * @param asOf when the keys were fetched; null if they were not fetched
 */
public record KeyStatus(State state, int keys, @Nullable Instant asOf) {

    /** How current the keys are. */
    public enum State {
        /** The key is configured, so it is never fetched. */
        CONFIGURED,
        /** The last fetch was successful. */
        CURRENT,
        /** The last fetch failed, and the keys of an earlier one are in use. */
        LAST_KNOWN,
        /** No key has been fetched yet. */
        UNKNOWN
    }

    /** Whether there is nothing to repair. */
    public boolean isCurrent() {
        return state == State.CONFIGURED || state == State.CURRENT;
    }
}
