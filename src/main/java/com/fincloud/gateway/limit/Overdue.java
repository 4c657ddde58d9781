package com.fincloud.gateway.limit;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the calls that get no answer in time. One thread looks now and then while there are calls, which costs less than a timer for
 * each of them; so a call ends up to {@link #TICK} after its time.
 */
final class Overdue implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(25);

    /** In the order in which they began, or nearly. */
    private final Queue<ScriptCall> calls = new ConcurrentLinkedQueue<>();

    private final Duration timeout;
    private final Thread watch = new Thread(this::watch, "redis-overdue");
    private volatile boolean idle;
    private volatile boolean closed;

    Overdue(Duration timeout) {
        this.timeout = timeout;
        watch.setDaemon(true);
        watch.start();
    }

    /** Has a call end with a {@link TimeoutException} once its time is over. */
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
        while (!closed) {
            if (calls.isEmpty()) {
                idle = true;
                if (calls.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                idle = false;
            } else {
                LockSupport.parkNanos(this, TICK.toNanos());
                end(System.nanoTime());
            }
        }
    }

    /** Ends what is overdue at a moment of {@link System#nanoTime}, and forgets what has ended. */
    private void end(long now) {
        for (ScriptCall call = calls.peek(); call != null; call = calls.peek()) {
            if (!call.isDone()) {
                if (now - call.beganNanos() < timeout.toNanos()) {
                    return;
                }
                call.completeExceptionally(new TimeoutException("no answer within " + timeout.toMillis() + " ms"));
            }
            calls.poll();
        }
    }

    /** Ends every call. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        for (ScriptCall call = calls.poll(); call != null; call = calls.poll()) {
            call.cancel();
        }
    }
}
