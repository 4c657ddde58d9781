package com.fincloud.bench.load;

import java.time.Duration;

/**
 * What a load brought about.
 *
 * @param bytes of all answers, heads included
 * @param errors answers other than 2xx or 3xx, time-outs and broken connections
 */
public record LoadResult(long requests, Duration time, long bytes, long errors) {

    /** Requests a second. */
    public double rate() {
        return requests * 1e9 / time.toNanos();
    }
}
