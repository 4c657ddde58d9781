package com.fincloud.gateway.upstream.client.reuse;

import java.time.Duration;

/**
 * For how long a connection may be used again, since when it has been idle, and whether it rests. The clock is {@link System#nanoTime}.
 */
public final class ReuseTimes {

    /** How long an idle connection is kept at most. */
    public static final Duration MOST_IDLE = Duration.ofSeconds(55);

    /**
     * How long a connection is not used after a response that must not have a body. If the backend sends a body by mistake, it arrives
     * within this time.
     */
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    private final long expiryNanos;
    private volatile long idleSinceNanos;
    private volatile long respondedNanos;
    private volatile long restsUntilNanos; // 0 while it is not resting
    private volatile long reusableUntilNanos; // 0 if it is not reusable

    /** Creates the times of a connection that serves no request after {@code expiryNanos}. */
    public ReuseTimes(long expiryNanos) {
        this.expiryNanos = expiryNanos;
    }

    /**
     * A response head has arrived. Bytes of a wrong body would be taken for the next response (RFC 9112 section 6.3), so a connection rests
     * after a response without a body: bytes that arrive during the rest are detected before it is used again.
     *
     * @param keptNanos for how long the connection may be reused; 0 for no reuse
     * @param bodiless whether the response must not have a body
     */
    public void responded(long keptNanos, boolean bodiless) {
        long now = System.nanoTime();
        respondedNanos = now;
        reusableUntilNanos = keptNanos == 0 ? 0 : now + Math.min(keptNanos, expiryNanos - now) | 1;
        restsUntilNanos = bodiless ? now + REST_NANOS | 1 : 0;
    }

    /** The request has ended. */
    public void idle() {
        idleSinceNanos = System.nanoTime();
    }

    /** The connection must not be used again. */
    public void expire() {
        reusableUntilNanos = 0;
    }

    /** Whether the connection must not be used any more at {@code now}. */
    public boolean isExpired(long now) {
        long until = reusableUntilNanos;
        return until == 0 || now - until >= 0;
    }

    /** The time for which the connection has been idle at {@code now}. */
    public long idleNanos(long now) {
        return now - idleSinceNanos;
    }

    /**
     * The longest time for which the backend may take the connection to be idle at {@code now}. A slow client reads the response body long
     * after the backend has sent it.
     */
    public long quietNanos(long now) {
        return now - respondedNanos;
    }

    /** Whether the last response must not have had a body. */
    public boolean mustRest() {
        return restsUntilNanos != 0;
    }

    /** Whether the connection must not be used yet at {@code now}. */
    public boolean isResting(long now) {
        long until = restsUntilNanos;
        return until != 0 && until - now > 0;
    }

    /** The connection need not rest any longer. */
    public void endRest() {
        restsUntilNanos = 0;
    }
}
