package com.fincloud.gateway.metrics.reading;

/**
 * The limiter's counters since the start.
 *
 * @param allowed admitted requests
 * @param refused refused requests
 * @param degradedSeconds total time without Redis in seconds
 * @param redisFailed failed round trips to Redis
 * @param redisTimes durations of round trips to Redis
 */
public record LimiterReadings(
        long allowed, long refused, long degradedSeconds, long redisFailed, Distribution redisTimes) {}
