package com.fincloud.gateway.http.trace;

import org.jspecify.annotations.Nullable;

/**
 * One attempt of an upstream request.
 *
 * @param id the span id, 16 hex digits, which is the parent id at the backend
 * @param startNanos on the clock of {@link System#nanoTime}
 * @param endNanos on the same clock, when the response head arrived or the attempt failed
 * @param status status of the response; 0 if there was none
 * @param error what went wrong; null if nothing did
 */
public record BackendSpan(
        String id,
        String service,
        String host,
        int port,
        long startNanos,
        long endNanos,
        int status,
        @Nullable String error) {}
