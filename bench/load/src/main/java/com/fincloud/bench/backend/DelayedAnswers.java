package com.fincloud.bench.backend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Connections that wait 200 ms for their answer. All wait equally long, so the first to come is the first to go. */
final class DelayedAnswers {

    private static final long DELAY = TimeUnit.MILLISECONDS.toNanos(200);

    private record Waiting(long dueNanos, Connection connection) {}

    private final Deque<Waiting> queue = new ArrayDeque<>();

    void add(Connection connection) {
        queue.add(new Waiting(System.nanoTime() + DELAY, connection));
    }

    /** How long a selector may sleep, 0 when nobody waits. */
    long millisToNext() {
        Waiting next = queue.peek();
        return next == null ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.dueNanos - System.nanoTime()));
    }

    void sendDue() {
        long now = System.nanoTime();
        for (Waiting next = queue.peek(); next != null && next.dueNanos - now <= 0; next = queue.peek()) {
            queue.remove();
            next.connection.delayIsOver();
        }
    }
}
