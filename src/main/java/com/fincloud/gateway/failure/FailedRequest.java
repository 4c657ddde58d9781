package com.fincloud.gateway.failure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request that failed. It has no query, no value of a header, no body, and no text of an exception. Times are milliseconds
 * since the request line; 0 for what did not happen.
 *
 * @param at when the request line was read
 * @param path as in the log: without the query, masked and shortened
 * @param status the status that the client got, or would have got; 499 if the client left first
 * @param error the sentence that the client read, or what went wrong
 * @param errorType as in the log
 * @param reason as in the log; empty if there is none
 * @param userId as in the log; null without a valid token
 * @param routePath the path that the route consumes from; empty before a route was chosen
 * @param filtersPassed whether every filter let the request pass
 * @param rolesAsked the roles that the route asks for; empty unless the caller has none of them
 * @param rolesOfCaller the roles of that caller; empty unless they were not enough
 * @param stage where the request failed: a part of the gateway, or the route
 * @param step the id of the step of a route that threw an exception; empty if no step did
 * @param stepSource the file and line of that step; empty if they are not known
 * @param exception the class of an unforeseen exception; empty if there was none
 * @param circuits the state of each circuit that the request met, by service
 * @param calls the last calls, the earliest first
 * @param filteredMillis when the last filter let the request pass
 */
record FailedRequest(
        String id,
        Instant at,
        String method,
        String path,
        int status,
        String error,
        String errorType,
        String reason,
        @Nullable Object userId,
        String clientAddress,
        String service,
        String routeId,
        String routePath,
        boolean filtersPassed,
        String rolesAsked,
        String rolesOfCaller,
        String stage,
        String step,
        String stepSource,
        String exception,
        Map<String, String> circuits,
        List<FailedCall> calls,
        double filteredMillis,
        double failedMillis,
        double firstByteMillis,
        double doneMillis) {

    /** Milliseconds with two decimals. */
    static double millis(long nanos) {
        return Math.round(nanos / 1e4) / 100.0;
    }
}
