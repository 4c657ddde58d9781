package com.fincloud.gateway.ratelimit.window;

/**
 * What is left of the day and the month.
 *
 * @param day requests that would still be admitted today; 0 if days are not limited
 * @param daySeconds whole seconds until the next day; 0 if days are not limited, or if another limit refuses
 * @param month requests that would still be admitted in this month; 0 if months are not limited
 * @param monthSeconds the same for the month
 */
public record CalendarLeft(long day, long daySeconds, long month, long monthSeconds) {

    CalendarLeft within(CalendarLeft other) {
        return new CalendarLeft(Math.min(day, other.day), daySeconds, Math.min(month, other.month), monthSeconds);
    }
}
