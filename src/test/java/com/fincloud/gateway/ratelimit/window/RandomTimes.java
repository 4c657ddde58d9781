package com.fincloud.gateway.ratelimit.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Times of requests as real clients and hostile ones make them: bursts, pauses, and the very microseconds at which a window ends. */
public final class RandomTimes {

    /** A moment of 2026, in microseconds of the epoch. */
    public static final long START = 1_790_000_000_123_457L;

    private final Random random;
    private final List<Long> times = new ArrayList<>();

    private RandomTimes(long seed) {
        this.random = new Random(seed);
    }

    static List<Long> of(long seed, int count) {
        RandomTimes made = new RandomTimes(seed);
        made.times.add(START);
        while (made.times.size() < count) {
            made.times.add(made.next());
        }
        return made.times;
    }

    private long next() {
        long now = times.get(times.size() - 1);
        int choice = random.nextInt(100);
        if (choice < 40) {
            return now;
        }
        if (choice < 60) {
            return now + random.nextInt(3);
        }
        if (choice < 80) {
            return now + random.nextInt(1_000_000);
        }
        if (choice < 88) {
            return now + random.nextInt(60_000_000);
        }
        if (choice < 99) {
            Window window = choice < 95 ? Window.MINUTE : Window.HOUR;
            long earlier = times.get(times.size() - 1 - random.nextInt(Math.min(times.size(), 20)));
            return Math.max(now, earlier + window.micros() + random.nextInt(3) - 1);
        }
        return now + random.nextInt(2_000) * 1_000_000L;
    }
}
