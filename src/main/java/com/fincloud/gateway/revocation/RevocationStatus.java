package com.fincloud.gateway.revocation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * This instance's knowledge of revocations.
 *
 * @param state whether the instance knows all revocations in Redis
 * @param tokens the number of individually revoked tokens
 * @param users the number of users whose tokens are revoked up to an issue time
 * @param asOf when the stream was last read to its end; null if it never was
 */
public record RevocationStatus(State state, int tokens, int users, @Nullable Instant asOf) {

    /** Whether the instance knows all revocations in Redis. */
    public enum State {
        /** All revocations are known. */
        CURRENT,
        /** All revocations before the loss of Redis are known. */
        LAST_KNOWN,
        /** Redis could not be read since the start. */
        UNKNOWN
    }
}
