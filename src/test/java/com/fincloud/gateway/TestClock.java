package com.fincloud.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when a test says so. */
public final class TestClock extends Clock {

    private volatile Instant now;

    /** A clock that stands at noon of some day. */
    public TestClock() {
        this(Instant.parse("2026-03-01T12:00:00Z"));
    }

    /** A clock that stands at {@code now}. */
    public TestClock(Instant now) {
        this.now = now;
    }

    /** Moves it on. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
