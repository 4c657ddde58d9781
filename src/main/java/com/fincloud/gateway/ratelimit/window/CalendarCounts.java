package com.fincloud.gateway.ratelimit.window;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The requests of one client in the current day and month (UTC). {@code window.lua} has the same counts in Redis. Not thread-safe.
 */
final class CalendarCounts {

    private long day;
    private long month;
    private long inDay;
    private long inMonth;
    private long monthEnd;

    /** Begins a new day or month if {@code now} (microseconds) is in one. A clock that is set back begins none. */
    void turn(long now) {
        long today = Math.floorDiv(now, Window.DAY.micros());
        if (today <= day) {
            return;
        }
        day = today;
        inDay = 0;
        LocalDate date = LocalDate.ofEpochDay(today);
        long thisMonth = date.getYear() * 12L + date.getMonthValue();
        if (thisMonth != month) {
            month = thisMonth;
            inMonth = 0;
            monthEnd = date.withDayOfMonth(1).plusMonths(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        }
    }

    boolean hasRoom(Limits limits, int cost) {
        return (limits.perDay() == 0 || inDay + cost <= limits.perDay())
                && (limits.perMonth() == 0 || inMonth + cost <= limits.perMonth());
    }

    void add(int cost) {
        inDay = Math.max(0, inDay + cost);
        inMonth = Math.max(0, inMonth + cost);
    }

    /** Writes the figures from {@link WindowFigures#IN_DAY} on. */
    void write(long[] figures) {
        figures[WindowFigures.IN_DAY] = inDay;
        figures[WindowFigures.IN_MONTH] = inMonth;
        figures[WindowFigures.DAY_END] = (day + 1) * Window.DAY.micros();
        figures[WindowFigures.MONTH_END] = monthEnd;
    }

    /** Whether the counts still matter at {@code now}. */
    boolean isCurrent(long now) {
        return now < monthEnd && inMonth > 0;
    }
}
