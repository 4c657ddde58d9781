package com.fincloud.gateway.http;

/**
 * The time for which one request waited for its backends, in nanoseconds of {@link System#nanoTime}. If several backends are called at the
 * same time, the time counts once. The time in which they waited for the client's body does not count.
 */
final class UpstreamTime {

    private int open;
    private long since;
    private long total;
    private boolean used;

    /** An upstream request begins. {@code waited} is the total time of waiting for the client's body so far, in nanoseconds. */
    synchronized void begin(long now, long waited) {
        used = true;
        if (open++ == 0) {
            since = now - waited;
        }
    }

    /** The response head has arrived, or there will be none. */
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
