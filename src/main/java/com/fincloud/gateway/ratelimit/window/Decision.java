package com.fincloud.gateway.ratelimit.window;

import org.jspecify.annotations.Nullable;

/**
 * The decision whether a request may pass.
 *
 * @param remainingMinute requests that would still be admitted in this minute
 * @param remainingHour requests that would still be admitted in this hour
 * @param refusal why the request is refused; null if it may pass
 * @param degraded whether it was decided without Redis
 */
public record Decision(
        Limits limits, int remainingMinute, int remainingHour, @Nullable Refusal refusal, boolean degraded) {

    /** Whether the request may pass. */
    public boolean allowed() {
        return refusal == null;
    }

    public static Decision unlimited(Limits limits) {
        return new Decision(limits, limits.perMinute(), limits.perHour(), null, true);
    }

    /** The same decision, with the smaller remaining numbers of both decisions. */
    public Decision within(Decision other) {
        return new Decision(
                limits,
                Math.min(remainingMinute, other.remainingMinute),
                Math.min(remainingHour, other.remainingHour),
                refusal,
                degraded);
    }

    /**
     * Creates the decision from a window's numbers.
     *
     * @param minuteFree time at which the minute has room, in microseconds since 1970; 0 if it has room now
     * @param hourFree time at which the hour has room, in microseconds since 1970; 0 if it has room now
     * @param now microseconds since 1970
     */
    public static Decision of(
            Limits limits, int inMinute, int inHour, long minuteFree, long hourFree, long now, boolean degraded) {
        int minute = Math.max(0, limits.perMinute() - inMinute);
        int hour = Math.max(0, limits.perHour() - inHour);
        if (minuteFree == 0 && hourFree == 0) {
            return new Decision(limits, minute, hour, null, degraded);
        }
        boolean byHour = hourFree >= minuteFree;
        long free = Math.max(minuteFree, hourFree);
        Refusal refusal = new Refusal(
                byHour ? Window.HOUR : Window.MINUTE,
                byHour ? limits.perHour() : limits.perMinute(),
                Math.max(1, seconds(free - now)),
                seconds(free));
        return new Decision(limits, minute, hour, refusal, degraded);
    }

    private static long seconds(long micros) {
        return (micros + 999_999) / 1_000_000;
    }
}
