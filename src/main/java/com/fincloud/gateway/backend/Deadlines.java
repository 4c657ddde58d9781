package com.fincloud.gateway.backend;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock that ends backend calls which take too long: a socket's own time-out never cuts a backend that drips, and costs a timer for
 * each read. One thread looks at all calls under way every 20 ms.
 */
final class Deadlines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final long TICK_MILLIS = 20;

    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "backend-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    Deadlines() {
        every(TICK_MILLIS, TimeUnit.MILLISECONDS, this::tick);
    }

    private void tick() {
        if (!running.isEmpty()) {
            long now = System.nanoTime();
            running.forEach(deadline -> check(deadline, now));
        }
    }

    /** A socket that cannot be closed is one call's trouble: thrown on, it would end the clock, and no call would ever be late again. */
    private static void check(Deadline deadline, long now) {
        try {
            deadline.check(now);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("A backend call could not be ended");
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

    @SuppressWarnings("FutureReturnValueIgnored") // it runs until close
    void every(long time, TimeUnit unit, Runnable action) {
        clock.scheduleWithFixedDelay(action, time, time, unit);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
