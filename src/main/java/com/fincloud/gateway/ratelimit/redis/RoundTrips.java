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
 * Pipelining: concurrent calls share a round trip. Calls that arrive during a round trip are sent together in one write with the next round
 * trip. Without a round trip in progress a call is sent at once. Redis still decides each call separately.
 */
final class RoundTrips {

    /** If a round trip takes longer than this, the next one starts anyway, because its replies may be lost. */
    static final Duration LATE = Duration.ofMillis(25);

    private final Consumer<List<ScriptCall>> connection;
    private final LongSupplier clock;
    private final Queue<ScriptCall> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Trip> underWay = new AtomicReference<>();

    /**
     * Creates it for a connection that writes calls at once and completes them later.
     *
     * @param clock a clock in nanoseconds, as {@link System#nanoTime}
     */
    RoundTrips(Consumer<List<ScriptCall>> connection, LongSupplier clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** Sends a call with the next round trip. The reply completes the call itself. */
    void send(ScriptCall call) {
        waiting.add(call);
        depart();
    }

    private void depart() {
        while (!waiting.isEmpty()) {
            Trip before = underWay.get();
            if (before != null && !before.isLate()) {
                return; // the end of the current trip sends the waiting calls
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

    /** A round trip: calls that were sent together. It ends when all have been written and each has ended. */
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
