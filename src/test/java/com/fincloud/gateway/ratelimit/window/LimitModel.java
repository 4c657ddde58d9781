package com.fincloud.gateway.ratelimit.window;

import java.util.ArrayList;
import java.util.List;

/** Contract 5.1 and 5.2 word by word: every admitted request is kept, and counted anew for every decision. */
final class LimitModel implements WindowUnderTest {

    private final List<Long> admitted = new ArrayList<>();

    /** The times of the admitted requests in microseconds. */
    List<Long> admitted() {
        return admitted;
    }

    @Override
    public Decision admit(Limits limits, long time) {
        boolean admits = in(Window.MINUTE, time) < limits.perMinute() && in(Window.HOUR, time) < limits.perHour();
        if (admits) {
            admitted.add(time);
        }
        return Decision.of(
                limits,
                admits,
                in(Window.MINUTE, time),
                in(Window.HOUR, time),
                moreAfter(time, Window.MINUTE, limits.perMinute()),
                moreAfter(time, Window.HOUR, limits.perHour()),
                time,
                true);
    }

    /** Requests in {@code (time - window, time]}. */
    int in(Window window, long time) {
        return (int) admitted.stream()
                .filter(at -> at > time - window.micros() && at <= time)
                .count();
    }

    /** The first moment at which the window has room for more requests than now; 0 if none is in it. */
    private long moreAfter(long time, Window window, int limit) {
        int now = Math.min(limit, in(window, time));
        return admitted.stream()
                .map(at -> at + window.micros())
                .filter(moment -> moment > time && in(window, moment) < now)
                .min(Long::compare)
                .orElse(0L);
    }
}
