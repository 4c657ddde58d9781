package com.fincloud.bench.load;

import java.util.Arrays;

/** The latencies of a run, every one of them. */
public final class Latencies {

    private final long[] sorted;
    private final long errors;

    Latencies(long[] nanos, long errors) {
        this.sorted = nanos.clone();
        this.errors = errors;
        Arrays.sort(sorted);
    }

    /** The latency in milliseconds which so many percent of the requests did not exceed. */
    public double millis(double percent) {
        int index = (int) Math.ceil(sorted.length * percent / 100) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }

    /** How many requests there were. */
    public int count() {
        return sorted.length;
    }

    /** Answers other than 200, and connections that broke. */
    public long errors() {
        return errors;
    }
}
