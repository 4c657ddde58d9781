package com.fincloud.gateway.limit;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The windows of all clients in this process: what it has admitted itself, with Redis and without. Idle clients are forgotten, and what
 * is older than a minute where it is too much.
 */
final class LocalWindows {

    /** Clients above which idle ones are looked for. */
    static final int MAX_CLIENTS = 100_000;

    /** Requests above which only the last minute's are kept; four bytes each. */
    private static final long MAX_SLOTS = Runtime.getRuntime().maxMemory() / 32 / Integer.BYTES;

    private static final long SWEEP_MICROS = 60_000_000L;

    private final Map<String, SlidingWindow> windows = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong();
    private final Clock clock;
    private final long maxSlots;
    private final SparePieces spare;

    LocalWindows(Clock clock) {
        this(clock, MAX_SLOTS);
    }

    LocalWindows(Clock clock, long maxSlots) {
        this.clock = clock;
        this.maxSlots = maxSlots;
        this.spare = new SparePieces((int) (maxSlots / IntQueue.PIECE));
    }

    /** Counts a request of a client, if its windows have room. */
    Claim claim(String client, Limits limits) {
        Instant instant = clock.instant();
        long now = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        sweep(now);
        SlidingWindow window = windows.computeIfAbsent(client, key -> new SlidingWindow(spare));
        return new Claim(window, limits, now, window.admit(limits, now));
    }

    /**
     * What this process alone would decide of a request, which it has counted by then if it would admit it.
     *
     * @param micros when the request came, microseconds of the epoch
     */
    record Claim(SlidingWindow window, Limits limits, long micros, Decision decision) {

        /** Has what was decided elsewhere count. */
        void settle(boolean admitted) {
            if (admitted && !decision.allowed()) {
                window.add(micros);
            } else if (!admitted && decision.allowed()) {
                window.takeBack(micros);
            }
        }
    }

    int clients() {
        return windows.size();
    }

    /** Once a minute forgets who was idle for an hour; with too many clients, who was idle for a minute. */
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
        if (windows.values().stream().mapToLong(SlidingWindow::slots).sum() > maxSlots) {
            windows.values().forEach(window -> window.forgetBefore(now - Window.MINUTE.micros()));
        }
    }
}
