package com.fincloud.gateway.limit;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The windows of all clients in this process, for the time in which Redis is away. Idle clients are forgotten. */
final class LocalWindows {

    /** Clients above which idle ones are looked for. */
    static final int MAX_CLIENTS = 100_000;

    private static final long SWEEP_MICROS = 60_000_000L;

    private final Map<String, SlidingWindow> windows = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong();
    private final Clock clock;

    LocalWindows(Clock clock) {
        this.clock = clock;
    }

    Decision admit(String client, Limits limits) {
        Instant instant = clock.instant();
        long now = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        sweep(now);
        return windows.computeIfAbsent(client, key -> new SlidingWindow()).admit(limits, now);
    }

    int clients() {
        return windows.size();
    }

    void clear() {
        windows.clear();
    }

    /** Once a minute forgets who has been idle for an hour; when there are too many clients, who has been idle for a minute. */
    private void sweep(long now) {
        long due = nextSweep.get();
        boolean crowded = windows.size() >= MAX_CLIENTS;
        if ((now < due && !crowded) || !nextSweep.compareAndSet(due, now + SWEEP_MICROS)) {
            return;
        }
        long idle = now - (crowded ? Window.MINUTE : Window.HOUR).micros();
        windows.values().removeIf(window -> window.newest() <= idle);
        if (windows.size() >= MAX_CLIENTS) {
            windows.clear(); // a flood of addresses: forgetting is better than running out of memory
        }
    }
}
