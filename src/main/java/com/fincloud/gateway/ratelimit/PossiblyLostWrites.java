package com.fincloud.gateway.ratelimit;

import com.fincloud.gateway.ratelimit.window.Window;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Records whether Redis may lack admitted requests. They are missing if they were admitted without Redis, or if a failover promoted a
 * replica that had not received them. The state lasts as long as such a request counts.
 */
final class PossiblyLostWrites {

    private static final long NANOS = TimeUnit.MICROSECONDS.toNanos(Window.HOUR.micros());

    private final LongSupplier clock;
    private volatile boolean raised;
    private volatile long sinceNanos;

    /** Creates it with no lost writes. The clock is as {@link System#nanoTime}. */
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
