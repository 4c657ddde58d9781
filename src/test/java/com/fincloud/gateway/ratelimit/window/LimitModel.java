package com.fincloud.gateway.ratelimit.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
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
    public Decision admit(Limits limits, int cost, long time) {
        boolean admits = in(Window.MINUTE, time) + cost <= limits.perMinute()
                && in(Window.HOUR, time) + cost <= limits.perHour()
                && (limits.perDay() == 0 || inDay(time) + cost <= limits.perDay())
                && (limits.perMonth() == 0 || inMonth(time) + cost <= limits.perMonth());
        for (int i = 0; admits && i < cost; i++) {
            admitted.add(time);
        }
        int asked = admits ? 0 : cost;
        long[] figures = {
            admits ? 1 : 0,
            in(Window.MINUTE, time),
            in(Window.HOUR, time),
            moreAfter(time, Window.MINUTE, limits.perMinute() - asked),
            moreAfter(time, Window.HOUR, limits.perHour() - asked),
            time,
            inDay(time),
            inMonth(time),
            micros(date(time).plusDays(1)),
            micros(date(time).withDayOfMonth(1).plusMonths(1))
        };
        return Decision.of(limits, cost, figures, true);
    }

    /** Requests in {@code (time - window, time]}. */
    int in(Window window, long time) {
        return (int) admitted.stream()
                .filter(at -> at > time - window.micros() && at <= time)
                .count();
    }

    private long inDay(long time) {
        return admitted.stream().filter(at -> date(at).equals(date(time))).count();
    }

    private long inMonth(long time) {
        return admitted.stream()
                .filter(at -> YearMonth.from(date(at)).equals(YearMonth.from(date(time))))
                .count();
    }

    private static LocalDate date(long micros) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(micros / 1_000_000), ZoneOffset.UTC);
    }

    private static long micros(LocalDate day) {
        return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    }

    /** The first moment at which the window has fewer requests than now, and at most {@code most}; 0 if none is in it. */
    private long moreAfter(long time, Window window, int most) {
        int now = in(window, time);
        return admitted.stream()
                .map(at -> at + window.micros())
                .filter(moment -> moment > time && in(window, moment) <= most && in(window, moment) < now)
                .min(Long::compare)
                .orElse(0L);
    }
}
