package com.fincloud.gateway.fetch;

import java.time.Duration;

/**
 * What one document may take.
 *
 * @param time from the request to the last byte of the answer
 * @param connectTime for the connection alone
 * @param lineBytes the longest line of an answer's head
 * @param bodyBytes the longest body
 */
public record Limits(Duration time, Duration connectTime, int lineBytes, int bodyBytes) {}
