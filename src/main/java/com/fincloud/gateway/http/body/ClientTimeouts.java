package com.fincloud.gateway.http.body;

import java.time.Duration;

/**
 * The total time that a client may take. A time-out between two bytes alone does not stop a client that sends one byte at a time.
 *
 * @param head maximum time from the first byte of a request to the end of its head
 * @param bodyGrace the time of waiting for a body that is always allowed
 * @param bodyRate the minimum rate after that time, in bytes per second; even a slow mobile connection is much faster
 */
public record ClientTimeouts(Duration head, Duration bodyGrace, int bodyRate) {

    /**
     * The total time for reading the rest of a body after the response was sent. The rest is read only so that the client gets the
     * response.
     */
    private static final Duration LEFT_OVER = Duration.ofSeconds(5);

    /** The read time-out for that rest. */
    public static final Duration LEFT_OVER_READ = Duration.ofSeconds(2);

    /** The maximum nanoseconds of waiting for the first {@code received} bytes of a body. */
    long allowance(long received) {
        return bodyGrace.toNanos() + received * (1_000_000_000L / bodyRate);
    }

    /** The time-outs for the rest of a body after the response was sent. */
    ClientTimeouts forLeftOver() {
        Duration grace = bodyGrace.compareTo(LEFT_OVER) < 0 ? bodyGrace : LEFT_OVER;
        return new ClientTimeouts(head, grace, Integer.MAX_VALUE);
    }
}
