package com.fincloud.bench.scenario;

import java.io.IOException;
import java.time.Duration;

/**
 * How long things take.
 *
 * @param round one measurement
 * @param least the shortest first warm-up, for a JVM has plateaus on its way
 * @param most the longest warm-up
 */
public record Pace(Duration round, Duration least, Duration most) {

    private static final Duration SLICE = Duration.ofSeconds(5);
    private static final double STEADY = 0.05;

    /** Runs for a {@link #slice}, and says how many requests a second there were. */
    interface Slice {

        double rate() throws IOException, InterruptedException;
    }

    /** A step of the warm-up. */
    Duration slice() {
        return SLICE;
    }

    /** Loads a process that is new. */
    void untilWarm(Slice slice) throws IOException, InterruptedException {
        long end = System.nanoTime() + least.toNanos();
        while (System.nanoTime() - end < 0) {
            slice.rate();
        }
        untilSteady(slice);
    }

    /** Loads until two slices in a row differ by less than 5 %, or there is no more time. */
    void untilSteady(Slice slice) throws IOException, InterruptedException {
        long end = System.nanoTime() + most.minus(least).toNanos();
        double last = slice.rate();
        while (System.nanoTime() - end < 0) {
            double now = slice.rate();
            if (Math.abs(now - last) < STEADY * last) {
                return;
            }
            last = now;
        }
    }
}
