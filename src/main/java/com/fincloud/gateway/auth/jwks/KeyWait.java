package com.fincloud.gateway.auth.jwks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests wait for fetches of keys. A request that may need the keys of several issuers waits for all of them together, and no longer
 * than for one.
 */
public final class KeyWait {

    /** The longest time that a request waits. */
    static final Duration LONGEST = KeySetClient.TIMEOUT;

    /**
     * The maximum number of requests that wait at the same time. Further requests are decided without waiting, so that most platform
     * threads stay free for other requests.
     */
    private static final int MOST = 500;

    private final Semaphore waiting = new Semaphore(MOST);

    /**
     * Waits until {@code attempt} has a result. It is made after the end of each fetch.
     *
     * @return the result; null if there is none after the last fetch, or when the time is over
     */
    public <T> @Nullable T await(List<CompletableFuture<Void>> fetches, Supplier<@Nullable T> attempt) {
        if (fetches.isEmpty() || !waiting.tryAcquire()) {
            return attempt.get();
        }
        try {
            return awaited(new ArrayList<>(fetches), attempt);
        } finally {
            waiting.release();
        }
    }

    private static <T> @Nullable T awaited(List<CompletableFuture<Void>> open, Supplier<@Nullable T> attempt) {
        long end = System.nanoTime() + LONGEST.toNanos();
        T result = null;
        while (result == null && !open.isEmpty() && hasEnded(open, end - System.nanoTime())) {
            open.removeIf(CompletableFuture::isDone);
            result = attempt.get();
        }
        // Whether the fetches have ended or not, the token is checked with the keys that are known now.
        return result == null && !open.isEmpty() ? attempt.get() : result;
    }

    private static boolean hasEnded(List<CompletableFuture<Void>> open, long nanos) {
        try {
            CompletableFuture.anyOf(open.toArray(CompletableFuture[]::new)).get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }
}
