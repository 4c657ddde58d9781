package com.fincloud.gateway.revocation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of revocations.
 *
 * @param state whether it is all that Redis has
 * @param tokens how many tokens are ended one by one
 * @param users how many users have tokens that are ended together
 * @param asOf when Redis was last read to its end, null when it never was
 */
public record RevocationStatus(State state, int tokens, int users, @Nullable Instant asOf) {

    /** Whether what is known is all that Redis has. */
    public enum State {
        /** It is. */
        CURRENT,
        /** It was, before Redis was lost. */
        LAST_KNOWN,
        /** Redis could not be read since the start. */
        UNKNOWN
    }
}
