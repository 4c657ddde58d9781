package com.fincloud.gateway.ratelimit.window;

/**
 * How many requests a client may make: in any 60 s, in any 3,600 s, in a day and in a month (UTC).
 *
 * @param perDay 0 for no limit
 * @param perMonth 0 for no limit
 */
public record Limits(int perMinute, int perHour, long perDay, long perMonth) {

    /** Limits without a day and a month. */
    public Limits(int perMinute, int perHour) {
        this(perMinute, perHour, 0, 0);
    }

    /** Whether days or months are counted. */
    public boolean hasCalendar() {
        return perDay > 0 || perMonth > 0;
    }

    /** The part of {@code cost} that can be admitted at all: a request must not cost more than the smallest limit. */
    public int payable(int cost) {
        long least = Math.min(perMinute, perHour);
        least = perDay > 0 ? Math.min(least, perDay) : least;
        least = perMonth > 0 ? Math.min(least, perMonth) : least;
        return (int) Math.min(cost, least);
    }
}
