package com.fincloud.gateway.ratelimit.window;

import org.jspecify.annotations.Nullable;

/**
 * The decision whether a request may pass.
 *
 * @param remainingMinute requests that would still be admitted in this minute
 * @param remainingHour requests that would still be admitted in this hour
 * @param minuteSeconds whole seconds until the minute has room for one more request than it has now; 0 if that is unknown
 * @param hourSeconds the same for the hour
 * @param calendar what is left of the day and the month; null if neither is limited
 * @param refusal why the request is refused; null if it may pass
 * @param degraded whether it was decided without Redis
 */
public record Decision(
        Limits limits,
        int remainingMinute,
        int remainingHour,
        long minuteSeconds,
        long hourSeconds,
        @Nullable CalendarLeft calendar,
        @Nullable Refusal refusal,
        boolean degraded) {

    /** Whether the request may pass. */
    public boolean allowed() {
        return refusal == null;
    }

    public static Decision unlimited(Limits limits) {
        CalendarLeft calendar =
                limits.hasCalendar() ? new CalendarLeft(limits.perDay(), 0, limits.perMonth(), 0) : null;
        return new Decision(limits, limits.perMinute(), limits.perHour(), 0, 0, calendar, null, true);
    }

    /** The same decision, with the smaller remaining numbers of both decisions. */
    public Decision within(Decision other) {
        return new Decision(
                limits,
                Math.min(remainingMinute, other.remainingMinute),
                Math.min(remainingHour, other.remainingHour),
                later(remainingMinute, minuteSeconds, other.remainingMinute, other.minuteSeconds),
                later(remainingHour, hourSeconds, other.remainingHour, other.hourSeconds),
                calendar == null || other.calendar == null ? calendar : calendar.within(other.calendar),
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

    /** Creates the decision on a request that costs {@code cost} from the figures that {@link WindowFigures} names. */
    public static Decision of(Limits limits, int cost, long[] figures, boolean degraded) {
        long now = figures[WindowFigures.NOW];
        int inMinute = (int) figures[WindowFigures.IN_MINUTE];
        int inHour = (int) figures[WindowFigures.IN_HOUR];
        boolean admitted = figures[WindowFigures.ADMITTED] == 1;
        Refusal refusal = admitted ? null : refusal(limits, cost, figures);
        // Only a window that refuses says when it has room: none of these times may be later than Retry-After.
        return new Decision(
                limits,
                Math.max(0, limits.perMinute() - inMinute),
                Math.max(0, limits.perHour() - inHour),
                admitted || inMinute + cost > limits.perMinute() ? until(figures[WindowFigures.MINUTE_MORE], now) : 0,
                admitted || inHour + cost > limits.perHour() ? until(figures[WindowFigures.HOUR_MORE], now) : 0,
                limits.hasCalendar() ? calendar(limits, cost, figures, admitted) : null,
                refusal,
                degraded);
    }

    private static CalendarLeft calendar(Limits limits, int cost, long[] figures, boolean admitted) {
        long now = figures[WindowFigures.NOW];
        long inDay = figures[WindowFigures.IN_DAY];
        long inMonth = figures[WindowFigures.IN_MONTH];
        return new CalendarLeft(
                Math.max(0, limits.perDay() - inDay),
                isTold(limits.perDay(), inDay + cost, admitted) ? until(figures[WindowFigures.DAY_END], now) : 0,
                Math.max(0, limits.perMonth() - inMonth),
                isTold(limits.perMonth(), inMonth + cost, admitted) ? until(figures[WindowFigures.MONTH_END], now) : 0);
    }

    /** Whether the end of a day or month is told: a limited one's, unless another limit refuses. */
    private static boolean isTold(long limit, long asked, boolean admitted) {
        return limit > 0 && (admitted || asked > limit);
    }

    private static Refusal refusal(Limits limits, int cost, long[] figures) {
        Window window = Window.MINUTE;
        long limit = limits.perMinute();
        long free = 0;
        if (figures[WindowFigures.IN_MINUTE] + cost > limit) {
            free = figures[WindowFigures.MINUTE_MORE];
        }
        if (figures[WindowFigures.IN_HOUR] + cost > limits.perHour() && figures[WindowFigures.HOUR_MORE] >= free) {
            window = Window.HOUR;
            limit = limits.perHour();
            free = figures[WindowFigures.HOUR_MORE];
        }
        if (limits.perDay() > 0
                && figures[WindowFigures.IN_DAY] + cost > limits.perDay()
                && figures[WindowFigures.DAY_END] >= free) {
            window = Window.DAY;
            limit = limits.perDay();
            free = figures[WindowFigures.DAY_END];
        }
        if (limits.perMonth() > 0
                && figures[WindowFigures.IN_MONTH] + cost > limits.perMonth()
                && figures[WindowFigures.MONTH_END] >= free) {
            window = Window.MONTH;
            limit = limits.perMonth();
            free = figures[WindowFigures.MONTH_END];
        }
        return new Refusal(window, limit, until(free, figures[WindowFigures.NOW]), seconds(free));
    }

    private static long until(long moment, long now) {
        return moment == 0 ? 0 : Math.max(1, seconds(moment - now));
    }

    private static long seconds(long micros) {
        return (micros + 999_999) / 1_000_000;
    }
}
