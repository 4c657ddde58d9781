package com.fincloud.gateway.http.body;

import java.time.Duration;

/**
 * How long a client may take in all, however steadily it drips: a time-out between two bytes alone never ends.
 *
 * @param head from the first byte of a request to the end of its head
 * @param bodyGrace the time that may be spent on waiting for a body whatever its size
 * @param bodyRate bytes a second with which it must come beyond that; a line that is slow but honest has far more
 */
public record ClientTimeouts(Duration head, Duration bodyGrace, int bodyRate) {

    /** For what is left of a body when the answer is out, in all: it is read only so that the client sees the answer. */
    private static final Duration LEFT_OVER = Duration.ofSeconds(5);

    /** The same between two reads. */
    public static final Duration LEFT_OVER_READ = Duration.ofSeconds(2);

    /** Nanoseconds that may have been spent on waiting for the first {@code received} bytes of a body. */
    long allowance(long received) {
        return bodyGrace.toNanos() + received * (1_000_000_000L / bodyRate);
    }

    /** The same with less grace, whatever has come. */
    ClientTimeouts forLeftOver() {
        Duration grace = bodyGrace.compareTo(LEFT_OVER) < 0 ? bodyGrace : LEFT_OVER;
        return new ClientTimeouts(head, grace, Integer.MAX_VALUE);
    }
}
