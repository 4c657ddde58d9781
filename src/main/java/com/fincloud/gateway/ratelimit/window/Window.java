package com.fincloud.gateway.ratelimit.window;

import java.util.Locale;

/** The windows in which requests are counted, the shorter first. */
public enum Window {
    MINUTE(60_000_000L),
    HOUR(3_600_000_000L),
    /** A day of the calendar, in UTC. */
    DAY(86_400_000_000L),
    /** A month of the calendar, in UTC. */
    MONTH(31 * 86_400_000_000L);

    private final long micros;
    private final String word = name().toLowerCase(Locale.ROOT);

    Window(long micros) {
        this.micros = micros;
    }

    /** The length in microseconds; of a month, the length of the longest. */
    public long micros() {
        return micros;
    }

    /** The name in lower case, as in fields, sentences and logs. */
    public String word() {
        return word;
    }
}
