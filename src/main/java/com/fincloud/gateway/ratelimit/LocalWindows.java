package com.fincloud.gateway.ratelimit;

import com.fincloud.gateway.ratelimit.window.ChunkPool;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.IntQueue;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.SlidingWindow;
import com.fincloud.gateway.ratelimit.window.Window;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The windows of all clients in this process: what it has admitted itself, with Redis and without. Idle clients are forgotten, and what
 * is older than a minute where it is too much.
 */
final class LocalWindows {

    /** Clients above which idle ones are looked for. */
    static final int MAX_CLIENTS = 100_000;

    /** Room that is made at once when there are too many. */
    private static final int SPARE_CLIENTS = MAX_CLIENTS / 16;

    /** Requests above which only the last minute's are kept; four bytes each. */
    private static final long MAX_SLOTS = Runtime.getRuntime().maxMemory() / 32 / Integer.BYTES;

    private static final long SWEEP_MICROS = 60_000_000L;

    private final Map<String, SlidingWindow> windows = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong();
    private final ReentrantLock makingRoom = new ReentrantLock();
    private final Clock clock;
    private final long maxSlots;
    private final ChunkPool spare;

    LocalWindows(Clock clock) {
        this(clock, MAX_SLOTS);
    }

    LocalWindows(Clock clock, long maxSlots) {
        this.clock = clock;
        this.maxSlots = maxSlots;
        this.spare = new ChunkPool((int) (maxSlots / IntQueue.PIECE));
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

    /** Whether a client is an address: a flood has as many of them as it likes, and no token. */
    private static boolean isStranger(String client) {
        return client.startsWith("addr:");
    }

    /**
     * Forgets of some clients those that were idle, and then those that were for longest, until there is room for a while: the look at
     * all of them has to be rare.
     */
    private void makeRoom(Predicate<String> some, long idle) {
        if (windows.size() <= MAX_CLIENTS - SPARE_CLIENTS) {
            return;
        }
        windows.entrySet()
                .removeIf(entry -> some.test(entry.getKey()) && entry.getValue().newest() <= idle);
        int tooMany = windows.size() - (MAX_CLIENTS - SPARE_CLIENTS);
        if (tooMany <= 0) {
            return;
        }
        long[] times = windows.entrySet().stream()
                .filter(entry -> some.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().newest())
                .sorted()
                .toArray();
        if (times.length == 0) {
            return;
        }
        long oldest = times[Math.min(tooMany, times.length) - 1];
        AtomicInteger left = new AtomicInteger(tooMany);
        windows.entrySet()
                .removeIf(entry ->
                        some.test(entry.getKey()) && entry.getValue().newest() <= oldest && left.getAndDecrement() > 0);
    }

    /**
     * Once a minute forgets who was idle for an hour. With too many clients it forgets who was idle for a minute, and whose last request
     * is the longest ago, addresses before users.
     */
    private void sweep(long now) {
        long due = nextSweep.get();
        boolean crowded = windows.size() >= MAX_CLIENTS;
        if ((now < due && !crowded) || !nextSweep.compareAndSet(due, now + SWEEP_MICROS)) {
            return;
        }
        long idle = now - (crowded ? Window.MINUTE : Window.HOUR).micros();
        if (crowded) {
            if (makingRoom.tryLock()) {
                try {
                    makeRoom(LocalWindows::isStranger, idle);
                    makeRoom(client -> !isStranger(client), idle);
                } finally {
                    makingRoom.unlock();
                }
            }
        } else {
            windows.values().removeIf(window -> window.newest() <= idle);
        }
        if (windows.values().stream().mapToLong(SlidingWindow::slots).sum() > maxSlots) {
            windows.values().forEach(window -> window.forgetBefore(now - Window.MINUTE.micros()));
        }
    }
}
