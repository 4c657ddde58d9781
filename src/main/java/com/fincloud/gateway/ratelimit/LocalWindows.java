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
 * The windows of all clients in this process: the requests that this process has admitted, with or without Redis. Idle clients are removed.
 * If there are too many requests, those older than a minute are removed as well.
 */
final class LocalWindows {

    /** Above this number of clients, idle clients are removed. */
    static final int MAX_CLIENTS = 100_000;

    /** The number of clients that one clean-up removes. */
    private static final int SPARE_CLIENTS = MAX_CLIENTS / 16;

    /** Above this number of requests, only the last minute is kept. A request takes four bytes. */
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

    /** Counts a client's request as {@code cost} requests if its windows have room. */
    Claim claim(String client, Limits limits, int cost) {
        Instant instant = clock.instant();
        long now = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        sweep(now);
        SlidingWindow window = windows.computeIfAbsent(client, key -> new SlidingWindow(spare));
        return new Claim(window, limits, cost, now, window.admit(limits, cost, now));
    }

    /**
     * The local decision on a request. If the local decision admits the request, it is already counted.
     *
     * @param micros time of the request in microseconds since 1970
     */
    record Claim(SlidingWindow window, Limits limits, int cost, long micros, Decision decision) {

        /** Applies the final decision, which Redis may have made, to the local window. */
        void settle(boolean admitted) {
            if (admitted && !decision.allowed()) {
                window.add(limits, cost, micros);
            } else if (!admitted && decision.allowed()) {
                window.takeBack(limits, cost, micros);
            }
        }
    }

    int clients() {
        return windows.size();
    }

    /** Whether a client is an address. An attacker may have any number of addresses, but no token. */
    private static boolean isAddress(String client) {
        return client.startsWith("addr:");
    }

    /**
     * Removes idle clients among {@code some}, and then the longest idle clients, until there is enough room. It removes many at once,
     * because visiting all clients must be rare.
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
     * Once a minute removes clients that were idle for an hour and have no count of a day or a month. With too many clients it also removes clients that were idle for a minute,
     * and then those with the oldest last request, addresses before users.
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
                    makeRoom(LocalWindows::isAddress, idle);
                    makeRoom(client -> !isAddress(client), idle);
                } finally {
                    makingRoom.unlock();
                }
            }
        } else {
            windows.values().removeIf(window -> window.isOver(idle, now));
        }
        if (windows.values().stream().mapToLong(SlidingWindow::slots).sum() > maxSlots) {
            windows.values().forEach(window -> window.forgetBefore(now - Window.MINUTE.micros()));
        }
    }
}
