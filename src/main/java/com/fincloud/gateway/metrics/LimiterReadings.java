package com.fincloud.gateway.metrics;

/**
 * What the limiter has decided since the start.
 *
 * @param allowed requests that it let pass
 * @param refused requests that it did not
 * @param degradedSeconds for how long it decided without Redis
 * @param redisFailed round trips to Redis that failed
 * @param redisTimes how long requests waited for Redis's decision
 */
public record LimiterReadings(
        long allowed, long refused, long degradedSeconds, long redisFailed, Distribution redisTimes) {}
