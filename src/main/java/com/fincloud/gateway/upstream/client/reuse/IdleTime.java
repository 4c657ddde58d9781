package com.fincloud.gateway.upstream.client.reuse;

import java.time.Duration;

/**
 * Learns for how long an instance keeps an idle connection open. A request that must not be sent twice uses only a connection that has been
 * idle for clearly less, because the backend may close an idle connection while the request is on its way (RFC 9112 section 9.5).
 *
 * <p>One number is learned: the idle time for which connections have been seen to stay open. A closed connection halves it at least. So a
 * restart of the instance costs some new connections, and the number grows again while further connections stay open.
 */
public final class IdleTime {

    /** An idle time that is always taken to be safe. No usual server closes a connection earlier. */
    static final long FLOOR_NANOS = Duration.ofMillis(250).toNanos();

    private volatile long provenNanos = FLOOR_NANOS;

    /** A connection was still open after it had been idle for {@code nanos}. */
    public void survived(long nanos) {
        if (nanos > provenNanos) {
            provenNanos = nanos;
        }
    }

    /** The instance has closed a connection that had been idle for {@code nanos}, or for less. */
    public void ended(long nanos) {
        provenNanos = Math.max(FLOOR_NANOS, Math.min(provenNanos, nanos / 2));
    }

    /** Whether the instance will almost certainly not close a connection that has been idle for {@code nanos}. */
    public boolean isSafe(long nanos) {
        return nanos <= FLOOR_NANOS || nanos <= provenNanos / 5 * 4;
    }
}
