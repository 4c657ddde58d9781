package com.fincloud.gateway.ratelimit.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/**
 * Calls that wait for an answer, and how long. What counts is the time in which this process ran: where it stood still, for a collection
 * or on a machine without a core to spare, the answer may have come and lie unread, and Redis is not to blame.
 */
final class PendingCommands {

    /** In the order in which they began, or nearly. */
    private final Queue<ScriptCall> calls = new ConcurrentLinkedQueue<>();

    private final Duration timeout;
    private final long tickNanos;
    private volatile long ranNanos;

    /** Calls that may wait for {@code timeout}, of someone who sleeps for a {@code tick} between two looks at them. */
    PendingCommands(Duration timeout, Duration tick) {
        this.timeout = timeout;
        this.tickNanos = tick.toNanos();
    }

    void add(ScriptCall call) {
        call.waitsSince(ranNanos);
        calls.add(call);
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /**
     * Ends whose time is over, up to a tick later, and forgets what has ended. A sleep counts for two ticks at most: what it took beyond
     * that the process did not run.
     */
    void slept(long nanos) {
        long now = ranNanos + Math.min(nanos, 2 * tickNanos);
        ranNanos = now;
        for (ScriptCall call = calls.peek(); call != null; call = calls.peek()) {
            if (!call.isDone()) {
                if (now - call.waitsSince()
                        < timeout.toNanos() + tickNanos) { // it began up to a tick after it was noted
                    return;
                }
                call.completeExceptionally(new TimeoutException("no answer within " + timeout.toMillis() + " ms"));
            }
            calls.poll();
        }
    }

    /** Ends every call. */
    void cancel() {
        for (ScriptCall call = calls.poll(); call != null; call = calls.poll()) {
            call.cancel();
        }
    }
}
