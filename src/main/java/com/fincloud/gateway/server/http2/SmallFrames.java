package com.fincloud.gateway.server.http2;

import java.util.function.LongSupplier;

/**
 * Excuses small DATA frames of one connection, up to a rate. Tomcat counts them as overhead and closes the connection after a few, but the
 * messages of a gRPC stream are often small.
 */
final class SmallFrames {

    /** Bytes of the head of a gRPC message. A smaller frame carries none. */
    private static final int LEAST_BYTES = 5;

    /** Tomcat counts smaller frames. */
    private static final int MOST_BYTES = 1024;

    /** The number of frames that are excused in one second, and at once. */
    static final int PER_SECOND = 1_000;

    private static final long NANOS_PER_FRAME = 1_000_000_000L / PER_SECOND;

    private final LongSupplier clock;
    private long paidUntil;

    SmallFrames(LongSupplier nanoClock) {
        clock = nanoClock;
        paidUntil = nanoClock.getAsLong() - PER_SECOND * NANOS_PER_FRAME;
    }

    /** Whether a frame with this many bytes is not to be counted. */
    boolean excuses(int bytes) {
        if (bytes < LEAST_BYTES || bytes >= MOST_BYTES) {
            return false;
        }
        long now = clock.getAsLong();
        long next = Math.max(paidUntil, now - PER_SECOND * NANOS_PER_FRAME) + NANOS_PER_FRAME;
        if (next - now > 0) {
            return false;
        }
        paidUntil = next;
        return true;
    }
}
