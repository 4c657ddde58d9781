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
        int inMinute = in(Window.MINUTE, time);
        int inHour = in(Window.HOUR, time);
        boolean minuteFull = inMinute >= limits.perMinute();
        boolean hourFull = inHour >= limits.perHour();
        if (!minuteFull && !hourFull) {
            admitted.add(time);
            return decision(limits, time);
        }
        return Decision.of(
                limits,
                inMinute,
                inHour,
                minuteFull ? roomAfter(time, Window.MINUTE, limits.perMinute()) : 0,
                hourFull ? roomAfter(time, Window.HOUR, limits.perHour()) : 0,
                time,
                true);
    }

    private Decision decision(Limits limits, long time) {
        return new Decision(
                limits,
                limits.perMinute() - in(Window.MINUTE, time),
                limits.perHour() - in(Window.HOUR, time),
                null,
                true);
    }

    /** Requests in {@code (time - window, time]}. */
    int in(Window window, long time) {
        return (int) admitted.stream()
                .filter(at -> at > time - window.micros() && at <= time)
                .count();
    }

    /** The first moment at which fewer than {@code limit} are in the window: one at which a request leaves it. */
    private long roomAfter(long time, Window window, int limit) {
        return admitted.stream()
                .map(at -> at + window.micros())
                .filter(moment -> moment > time && in(window, moment) < limit)
                .min(Long::compare)
                .orElseThrow();
    }
}
