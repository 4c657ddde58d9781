package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clock that ends backend calls which take too long: a socket's own time-out never cuts a backend that drips, and costs a timer for
 * each read. One thread looks at all calls under way every 20 ms.
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

    /** A socket that cannot be closed concerns one call: the other calls are looked at as well. */
    private void check(Deadline deadline, long now) {
        try {
            deadline.check(now);
        } catch (RuntimeException | Error e) {
            clock.failed(e);
        }
    }

    /** Begins a call's time; {@code abort} ends the call when it is over. */
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
