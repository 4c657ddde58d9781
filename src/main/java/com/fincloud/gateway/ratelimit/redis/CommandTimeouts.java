package com.fincloud.gateway.ratelimit.redis;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the calls that get no answer in time. One thread looks now and then while there are calls, which costs less than a timer for
 * each of them; so a call ends up to two of its {@linkplain #TICK ticks} after its time.
 */
final class CommandTimeouts implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(25);

    private final PendingCommands calls;
    private final Thread watch;
    private volatile boolean idle;
    private volatile boolean closed;

    CommandTimeouts(Duration timeout) {
        calls = new PendingCommands(timeout, TICK);
        watch = BackgroundTasks.loop(BackgroundTask.REDIS_OVERDUE, () -> !closed, this::watch);
    }

    /** Has a call end with a {@link java.util.concurrent.TimeoutException} once its time is over. */
    void add(ScriptCall call) {
        calls.add(call);
        if (closed) {
            call.cancel();
        }
        if (idle) { // the thread looks for calls after it has said that it is idle, so one of the two sees the other
            LockSupport.unpark(watch);
        }
    }

    private void watch() {
        if (calls.isEmpty()) {
            idle = true;
            if (calls.isEmpty() && !closed) {
                LockSupport.park(this);
            }
            idle = false;
        } else {
            long began = System.nanoTime();
            LockSupport.parkNanos(this, TICK.toNanos());
            calls.slept(System.nanoTime() - began);
        }
    }

    /** Ends every call. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        calls.cancel();
    }
}
