package com.fincloud.gateway.ratelimit.window;

/** The two windows, with their lengths in microseconds. */
public enum Window {
    MINUTE(60_000_000L),
    HOUR(3_600_000_000L);

    private final long micros;

    Window(long micros) {
        this.micros = micros;
    }

    public long micros() {
        return micros;
    }
}
