package com.fincloud.gateway.fetch;

import java.time.Duration;

/**
 * The limits for one document.
 *
 * @param time total time from the request to the last byte of the response
 * @param connectTime time for connecting
 * @param lineBytes maximum length of a line in the response head
 * @param bodyBytes maximum length of the body
 */
public record Limits(Duration time, Duration connectTime, int lineBytes, int bodyBytes) {}
