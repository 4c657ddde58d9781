package com.fincloud.gateway.http;

/**
 * How long one call waited for its backends, in nanoseconds of {@link System#nanoTime}. What several backends take at once counts once,
 * and what the client's own body kept them waiting does not count.
 */
final class UpstreamTime {

    private int open;
    private long since;
    private long total;
    private boolean used;

    /** A backend call begins, after {@code waited} nanoseconds in all for the client's body. */
    synchronized void begin(long now, long waited) {
        used = true;
        if (open++ == 0) {
            since = now - waited;
        }
    }

    /** The answer's head is there, or there will be none. */
    synchronized void end(long now, long waited) {
        if (--open == 0) {
            total += now - waited - since;
        }
    }

    /** Whether any backend was called. */
    synchronized boolean used() {
        return used;
    }

    synchronized long nanos() {
        return total;
    }
}
