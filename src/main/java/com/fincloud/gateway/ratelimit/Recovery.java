package com.fincloud.gateway.ratelimit;

import java.time.Duration;

/**
 * Decides when Redis counts as available again after a loss. A lost connection is over with the first reply. After a time-out Redis may be
 * slow rather than absent, so that it would be lost and back several times a second: then several replies in a row must be fast, or many
 * in a row must be in time. A loss soon after a return doubles their number.
 */
final class Recovery {

    /** The number of fast replies in a row after a time-out. */
    private static final int FEWEST = 3;

    private static final int MOST = 120;

    /** How many replies in time are worth a fast one. */
    private static final int SLOW_FACTOR = 13;

    /** A loss within this time after a return continues the same trouble. */
    private static final long SOON = Duration.ofMinutes(1).toNanos();

    private final long fastNanos;
    private boolean established;
    private boolean slow;
    private int wanted;
    private int fast;
    private int inTime;
    private long backAt;

    /** Creates it for a time-out. A reply is fast in half of it. */
    Recovery(Duration timeout) {
        fastNanos = timeout.toNanos() / 2;
    }

    /** Begins an outage, at a moment on the clock of {@link System#nanoTime}. */
    synchronized void lost(boolean timedOut, long nanos) {
        boolean again = established && wanted > 0 && nanos - backAt < SOON;
        wanted = again && timedOut ? Math.min(2 * wanted, MOST) : FEWEST;
        slow = timedOut;
        fast = 0;
        inTime = 0;
    }

    /** Notes a failed probe. Before the first connection a time-out says only that the gateway itself is starting. */
    synchronized void failed(boolean timedOut) {
        if (timedOut && established) {
            slow = true;
            wanted = Math.max(wanted, FEWEST);
        }
        fast = 0;
        inTime = 0;
    }

    /** Notes a probe with a reply, and returns whether the outage is over. */
    synchronized boolean answered(long roundTripNanos, long nanos) {
        fast = roundTripNanos <= fastNanos ? fast + 1 : 0;
        inTime++;
        boolean over = !slow || fast >= wanted || inTime >= SLOW_FACTOR * wanted;
        if (over) {
            established = true;
            backAt = nanos;
        }
        return over;
    }
}
