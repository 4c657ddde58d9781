package com.fincloud.gateway.ratelimit.redis;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends script calls that get no reply in time. While there are calls, one thread checks them periodically, which costs less than a timer
 * for each call. So a call may end up to a tick before its time-out, and never after it.
 */
final class CommandTimeouts implements AutoCloseable {

    /** The longest time between two checks. It is a tenth of a short time-out. */
    private static final Duration TICK = Duration.ofMillis(25);

    private static final Duration SHORTEST_TICK = Duration.ofMillis(5);

    private final PendingCommands calls;
    private final Duration tick;
    private final Thread watch;
    private volatile boolean idle;
    private volatile boolean closed;

    CommandTimeouts(Duration timeout) {
        tick = tick(timeout);
        calls = new PendingCommands(timeout, tick);
        watch = BackgroundTasks.loop(BackgroundTask.REDIS_OVERDUE, () -> !closed, this::watch);
    }

    private static Duration tick(Duration timeout) {
        Duration tenth = timeout.dividedBy(10);
        Duration tick = tenth.compareTo(TICK) > 0 ? TICK : tenth;
        return tick.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : tick;
    }

    /** Adds a call, which will end with a {@link java.util.concurrent.TimeoutException} after its time-out. */
    void add(ScriptCall call) {
        calls.add(call);
        if (closed) {
            call.cancel();
        }
        // The thread checks for calls after it has set the idle flag, so at least one of the two threads sees the
        // other's write.
        if (idle) {
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
            LockSupport.parkNanos(this, tick.toNanos());
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
