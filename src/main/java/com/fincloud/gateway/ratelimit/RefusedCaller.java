package com.fincloud.gateway.ratelimit;

import java.time.Instant;

/**
 * A caller whom the limiter refused lately. Both numbers are lower bounds: what was counted before the caller came into the list is lost.
 *
 * @param kind {@code user}, {@code key} or {@code address}
 * @param name its hash, or its own name if the settings say so
 * @param refused requests that were answered 429
 * @param reported requests that were admitted because limits are only reported
 * @param plan the plan of the last of them
 * @param limit the limit that the last of them was beyond: {@code minute}, {@code concurrent}
 * @param last the time of the last of them
 */
public record RefusedCaller(
        String kind, String name, long refused, long reported, String plan, String limit, Instant last) {

    long all() {
        return refused + reported;
    }

    /** The same caller over two periods, of which this is the later one. */
    RefusedCaller plus(RefusedCaller earlier) {
        return new RefusedCaller(kind, name, refused + earlier.refused, reported + earlier.reported, plan, limit, last);
    }
}
