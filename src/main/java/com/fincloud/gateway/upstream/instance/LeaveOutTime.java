package com.fincloud.gateway.upstream.instance;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long an instance is left out: 5 s, doubled each time up to 60 s. Up to a fifth of random time is added (at 60 s it is taken off), so
 * that several gateways do not try an instance in the same moment.
 */
final class LeaveOutTime {

    /** An instance that has worked for this long starts with the shortest time again. */
    static final long FORGOTTEN_NANOS = Duration.ofSeconds(60).toNanos();

    /** Failures so close together have one reason: an instance that ends answers its last requests between failures, for instance. */
    static final long SAME_EVENT_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long FIRST_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(50).toNanos();
    private static final int DOUBLINGS = 4;
    private static final double JITTER = 0.2;

    private LeaveOutTime() {}

    /**
     * The time for an instance that was left out {@code times} times before.
     *
     * @param random returns a number from 0 to 1
     */
    static long nanos(int times, DoubleSupplier random) {
        long nanos = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(times, DOUBLINGS));
        return nanos + (long) (nanos * JITTER * random.getAsDouble());
    }
}
