package com.fincloud.gateway.failure;

import com.fincloud.gateway.http.trace.UpstreamAttempt;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to call a service for a request that failed. Times are milliseconds since the request line.
 *
 * @param instance the address of the instance
 * @param result how it ended, in the words of {@code gateway_backend_calls}; null while it is in flight
 * @param status the status of the response; 0 without a response
 * @param connectedMillis when a new connection was established; 0 if there was none, or if a connection was reused
 */
record FailedCall(
        String service,
        String instance,
        @Nullable String result,
        int status,
        double beganMillis,
        double connectedMillis,
        double endedMillis) {

    static FailedCall of(UpstreamAttempt attempt, long startNanos) {
        return new FailedCall(
                attempt.service(),
                attempt.address(),
                attempt.result(),
                attempt.status(),
                FailedRequest.millis(attempt.beganNanos() - startNanos),
                attempt.connectedNanos() == 0 ? 0 : FailedRequest.millis(attempt.connectedNanos() - startNanos),
                attempt.result() == null ? 0 : FailedRequest.millis(attempt.endedNanos() - startNanos));
    }
}
