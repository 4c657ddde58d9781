package com.fincloud.gateway.ratelimit.window;

import org.jspecify.annotations.Nullable;

/**
 * The decision whether a request may pass.
 *
 * @param remainingMinute requests that would still be admitted in this minute
 * @param remainingHour requests that would still be admitted in this hour
 * @param minuteSeconds whole seconds until the minute has room for one more request than it has now; 0 if that is unknown
 * @param hourSeconds the same for the hour
 * @param refusal why the request is refused; null if it may pass
 * @param degraded whether it was decided without Redis
 */
public record Decision(
        Limits limits,
        int remainingMinute,
        int remainingHour,
        long minuteSeconds,
        long hourSeconds,
        @Nullable Refusal refusal,
        boolean degraded) {

    /** Whether the request may pass. */
    public boolean allowed() {
        return refusal == null;
    }

    public static Decision unlimited(Limits limits) {
        return new Decision(limits, limits.perMinute(), limits.perHour(), 0, 0, null, true);
    }

    /** The same decision, with the smaller remaining numbers of both decisions. */
    public Decision within(Decision other) {
        return new Decision(
                limits,
                Math.min(remainingMinute, other.remainingMinute),
                Math.min(remainingHour, other.remainingHour),
                later(remainingMinute, minuteSeconds, other.remainingMinute, other.minuteSeconds),
                later(remainingHour, hourSeconds, other.remainingHour, other.hourSeconds),
                refusal,
                degraded);
    }

    /** When the smaller of two remaining numbers grows. If they are equal, both must grow. */
    private static long later(int remaining, long seconds, int otherRemaining, long otherSeconds) {
        if (remaining == otherRemaining) {
            return Math.max(seconds, otherSeconds);
        }
        return remaining < otherRemaining ? seconds : otherSeconds;
    }

    /**
     * Creates the decision from a window's numbers.
     *
     * @param admitted whether the request is admitted; then it is among the counted requests
     * @param minuteMore time at which the minute has room for more, in microseconds since 1970; 0 if no request is in it
     * @param hourMore the same for the hour
     * @param now microseconds since 1970
     */
    public static Decision of(
            Limits limits,
            boolean admitted,
            int inMinute,
            int inHour,
            long minuteMore,
            long hourMore,
            long now,
            boolean degraded) {
        int minute = Math.max(0, limits.perMinute() - inMinute);
        int hour = Math.max(0, limits.perHour() - inHour);
        if (admitted) {
            return new Decision(limits, minute, hour, until(minuteMore, now), until(hourMore, now), null, degraded);
        }
        boolean minuteFull = minute == 0;
        boolean hourFull = hour == 0;
        boolean byHour = hourFull && (!minuteFull || hourMore >= minuteMore);
        long free = byHour ? hourMore : minuteMore;
        Refusal refusal = new Refusal(
                byHour ? Window.HOUR : Window.MINUTE,
                byHour ? limits.perHour() : limits.perMinute(),
                until(free, now),
                seconds(free));
        // Only windows that refuse say when they have room: none of these times may be later than Retry-After.
        return new Decision(
                limits,
                minute,
                hour,
                minuteFull ? until(minuteMore, now) : 0,
                hourFull ? until(hourMore, now) : 0,
                refusal,
                degraded);
    }

    private static long until(long moment, long now) {
        return moment == 0 ? 0 : Math.max(1, seconds(moment - now));
    }

    private static long seconds(long micros) {
        return (micros + 999_999) / 1_000_000;
    }
}
