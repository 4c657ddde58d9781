package com.fincloud.gateway.http.trace;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to have a backend answer.
 *
 * @param id its span, 16 hex digits: the backend's parent
 * @param startNanos on the clock of {@link System#nanoTime}
 * @param endNanos on that clock, when the head of the answer was there or there was none
 * @param status of the answer, 0 when there was none
 * @param error what went wrong, null when nothing did
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
