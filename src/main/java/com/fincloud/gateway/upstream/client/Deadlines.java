package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Aborts upstream requests that take too long. A socket's read time-out does not stop a backend that sends one byte at a time, and costs a
 * timer for each read. Here one thread checks all upstream requests every 20 ms.
 */
public final class Deadlines implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);

    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
    private final BackgroundTasks clock = new BackgroundTasks(BackgroundTask.BACKEND_DEADLINES);

    public Deadlines() {
        every(TICK, this::tick);
    }

    private void tick() {
        if (!running.isEmpty()) {
            long now = System.nanoTime();
            running.forEach(deadline -> check(deadline, now));
        }
    }

    /** Checks one deadline. A socket that cannot be closed concerns one upstream request, so the remaining requests are still checked. */
    private void check(Deadline deadline, long now) {
        try {
            deadline.check(now);
        } catch (RuntimeException | Error e) {
            clock.failed(e);
        }
    }

    /** Starts the time of an upstream request. {@code abort} is called when the time has passed. */
    Deadline begin(Deadline.Terms terms, Runnable abort) {
        Deadline deadline = new Deadline(this, terms, abort);
        running.add(deadline);
        return deadline;
    }

    void end(Deadline deadline) {
        running.remove(deadline);
    }

    public void every(Duration time, Runnable action) {
        clock.every(time, time, action);
    }

    @Override
    public void close() {
        clock.close();
    }
}
