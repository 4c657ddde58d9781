package com.fincloud.gateway.ratelimit.window;

/**
 * The places of the figures that {@code window.lua} returns, and {@link SlidingWindow} as well. Times are microseconds since 1970. Figures
 * from {@link #IN_DAY} on are there only if days or months are limited.
 */
public final class WindowFigures {

    /** 1 if the request is admitted; then it is among the counted requests. */
    static final int ADMITTED = 0;

    static final int IN_MINUTE = 1;
    static final int IN_HOUR = 2;

    /** When the minute has room for more, or for the refused request; 0 if no request is in it. */
    static final int MINUTE_MORE = 3;

    static final int HOUR_MORE = 4;
    static final int NOW = 5;
    static final int IN_DAY = 6;
    static final int IN_MONTH = 7;
    static final int DAY_END = 8;
    static final int MONTH_END = 9;

    private WindowFigures() {}

    /** The number of figures for these limits. */
    public static int count(Limits limits) {
        return limits.hasCalendar() ? MONTH_END + 1 : NOW + 1;
    }
}
