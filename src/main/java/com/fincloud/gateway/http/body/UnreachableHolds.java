package com.fincloud.gateway.http.body;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.lang.ref.Cleaner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends holds on bodies whose exchange can no longer be reached. Only a collection of the old generation detects that. The serial collector
 * makes none while all large bodies are refused, because nothing is allocated that would fill the heap. So a request that finds no room
 * starts one, at most every two seconds and for at most a twentieth of the time.
 */
public final class UnreachableHolds {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int PART_OF_TIME = 20;

    private static final Cleaner CLEANER = Cleaner.create();
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final AtomicBoolean COLLECTING = new AtomicBoolean();
    private static volatile long next = System.nanoTime();

    private UnreachableHolds() {}

    /** Runs {@code end} once: when the result is cleaned, or when {@code holder} is no longer reachable. */
    public static Cleaner.Cleanable register(Object holder, Runnable end) {
        OPEN.incrementAndGet();
        return CLEANER.register(holder, () -> {
            OPEN.decrementAndGet();
            end.run();
        });
    }

    /** Looks for holds that have ended, because a body found no room. Returns without waiting. */
    static void look() {
        if (OPEN.get() > 0 && System.nanoTime() - next >= 0 && COLLECTING.compareAndSet(false, true)) {
            Thread unused = BackgroundTasks.once(BackgroundTask.BODY_ROOM, UnreachableHolds::collect);
        }
    }

    private static void collect() {
        long began = System.nanoTime();
        try {
            System.gc();
        } finally {
            long now = System.nanoTime();
            next = now + Math.max(PAUSE_NANOS, PART_OF_TIME * (now - began));
            COLLECTING.set(false);
        }
    }
}
