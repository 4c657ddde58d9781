package com.fincloud.gateway.ratelimit;

import com.fincloud.gateway.ratelimit.window.Window;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether Redis may lack requests that were admitted: without it, or by a server that had not told its replica when that one took
 * over. It lasts for as long as such a request counts.
 */
final class PossiblyLostWrites {

    private static final long NANOS = TimeUnit.MICROSECONDS.toNanos(Window.HOUR.micros());

    private final LongSupplier clock;
    private volatile boolean raised;
    private volatile long sinceNanos;

    /** No doubt yet, by a clock as {@link System#nanoTime}. */
    PossiblyLostWrites(LongSupplier clock) {
        this.clock = clock;
    }

    void raise() {
        sinceNanos = clock.getAsLong();
        raised = true;
    }

    boolean isRaised() {
        return raised && clock.getAsLong() - sinceNanos < NANOS;
    }
}
