package com.fincloud.gateway.metrics.request;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * The bucket bounds of the histograms. There are few, because each bound is a time series for each route. They are fixed, so that the
 * values of instances can be added.
 */
public final class Buckets {

    private static final Duration[] ANSWER = millis(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000);
    private static final Duration[] OWN = micros(250, 500, 1000, 2500, 5000, 10_000, 25_000, 100_000, 500_000);
    private static final Duration[] REDIS =
            micros(250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 200_000);

    private Buckets() {}

    /** For response times of clients: 5 ms to 30 s. */
    public static Timer.Builder answer(String name) {
        return Timer.builder(name).serviceLevelObjectives(ANSWER);
    }

    /** For the gateway's own processing time: 250 µs to 500 ms. */
    public static Timer.Builder own(String name) {
        return Timer.builder(name).serviceLevelObjectives(OWN);
    }

    /** For a round trip to Redis: 250 µs to 200 ms, the time-out of a request. */
    public static Timer.Builder redis(String name) {
        return Timer.builder(name).serviceLevelObjectives(REDIS);
    }

    private static Duration[] millis(long... bounds) {
        Duration[] durations = new Duration[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            durations[i] = Duration.ofMillis(bounds[i]);
        }
        return durations;
    }

    private static Duration[] micros(long... bounds) {
        Duration[] durations = new Duration[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            durations[i] = Duration.ofNanos(bounds[i] * 1000);
        }
        return durations;
    }
}
