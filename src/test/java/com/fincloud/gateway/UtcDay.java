package com.fincloud.gateway;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** The day of the calendar in UTC, on the clock of this machine and of the Redis servers on it. */
public final class UtcDay {

    private static final Duration DAY = Duration.ofDays(1);

    private UtcDay() {}

    /** Waits until the day does not end within {@code time}, so that what a test counts stays in one day and in one month. */
    public static void awaitOneThatLasts(Duration time) {
        await().atMost(time.plusMinutes(1)).until(() -> lasts(LocalTime.now(ZoneOffset.UTC), time));
    }

    static boolean lasts(LocalTime now, Duration time) {
        return Duration.between(LocalTime.MIN, now).plus(time).compareTo(DAY) < 0;
    }
}
