package com.fincloud.gateway.ratelimit.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/**
 * The script calls that wait for a reply, and their waiting time. Only the time in which this process ran counts. During a garbage
 * collection pause or without a free core, a reply may have arrived and be unread, which is not a failure of Redis.
 */
final class PendingCommands {

    /** Approximately in the order in which they began. */
    private final Queue<ScriptCall> calls = new ConcurrentLinkedQueue<>();

    private final Duration timeout;
    private final long tickNanos;
    private volatile long ranNanos;

    /** Creates it for calls that may wait for {@code timeout}, checked by a thread that sleeps for {@code tick} between two checks. */
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
     * Ends calls whose time has passed, or passes before the next check, and removes ended calls. A sleep counts as two ticks at most, because during the
     * rest the process did not run.
     */
    void slept(long nanos) {
        long now = ranNanos + Math.min(nanos, 2 * tickNanos);
        ranNanos = now;
        for (ScriptCall call = calls.peek(); call != null; call = calls.peek()) {
            if (!call.isDone()) {
                if (now - call.waitsSince() < timeout.toNanos() - tickNanos) {
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
