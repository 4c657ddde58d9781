package com.fincloud.gateway.upstream.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The health of one instance, for operators. It does not contain the instance's URL, because clients may read the health report.
 *
 * @param name the place in the service's list of URLs, from {@code 1} on
 * @param state {@code healthy}, {@code left_out} or {@code on_trial}
 * @param failures consecutive failures
 * @param inFlight requests in flight
 * @param lastFailure the time of the last failure; null if there was none
 * @param reason the word of the last {@link InstanceFailure}; null if there was none
 * @param secondsUntilRetry whole seconds until a request is tried there again; 0 if it is not left out
 */
public record InstanceStatus(
        String name,
        String state,
        int failures,
        int inFlight,
        @Nullable Instant lastFailure,
        @Nullable String reason,
        long secondsUntilRetry) {

    /** Whether requests are sent there as usual. */
    public boolean isHealthy() {
        return state.equals("healthy");
    }
}
