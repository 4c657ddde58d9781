package com.fincloud.gateway.ratelimit.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent calls share a round trip: what comes while one is under way goes together with the next, in one write. A call that
 * finds none under way goes at once. Each stays a call of its own, which Redis decides for itself.
 */
final class RoundTrips {

    /** A trip that takes longer than this holds nobody up: its answers may be lost. */
    static final Duration LATE = Duration.ofMillis(25);

    private final Consumer<List<ScriptCall>> connection;
    private final LongSupplier clock;
    private final Queue<ScriptCall> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Trip> underWay = new AtomicReference<>();

    /**
     * Trips over a connection that writes what it is given at once, and answers later.
     *
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    RoundTrips(Consumer<List<ScriptCall>> connection, LongSupplier clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** Sends a call with the next trip; its answer comes to the call itself. */
    void send(ScriptCall call) {
        waiting.add(call);
        depart();
    }

    private void depart() {
        while (!waiting.isEmpty()) {
            Trip before = underWay.get();
            if (before != null && !before.isLate()) {
                return; // its end sees to those who wait
            }
            Trip trip = new Trip();
            if (!underWay.compareAndSet(before, trip)) {
                return;
            }
            trip.begin();
            if (!trip.isOver()) {
                return;
            }
            underWay.compareAndSet(trip, null);
        }
    }

    /** Calls that went together. It is over when each has ended, and all have been written. */
    private final class Trip {

        private final long beganNanos = clock.getAsLong();
        private final AtomicInteger open = new AtomicInteger();

        boolean isLate() {
            return clock.getAsLong() - beganNanos > LATE.toNanos();
        }

        void begin() {
            List<ScriptCall> calls = new ArrayList<>();
            for (ScriptCall call = waiting.poll(); call != null; call = waiting.poll()) {
                if (!call.isDone()) {
                    calls.add(call);
                }
            }
            open.set(calls.size() + 1);
            calls.forEach(call -> call.afterwards(this::answered));
            if (!calls.isEmpty()) {
                try {
                    connection.accept(calls);
                } catch (RuntimeException e) {
                    calls.forEach(call -> call.completeExceptionally(e));
                }
            }
        }

        boolean isOver() {
            return open.decrementAndGet() == 0;
        }

        private void answered() {
            if (isOver()) {
                underWay.compareAndSet(this, null);
                depart();
            }
        }
    }
}
