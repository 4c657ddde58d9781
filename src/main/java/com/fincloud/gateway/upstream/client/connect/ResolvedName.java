package com.fincloud.gateway.upstream.client.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One name of an {@link AddressCache}. While look-ups fail, the last known addresses stay. */
final class ResolvedName {

    /** The time to live of a failure, and of addresses that have refused connections. */
    static final long SOON_NANOS = Duration.ofMillis(500).toNanos();

    private final String name;
    private final NameLookup lookup;
    private final long timeToLiveNanos;
    private final LongSupplier clock;
    private final Executor executor;
    private @Nullable CompletableFuture<List<InetAddress>> last;
    private volatile List<InetAddress> known = List.of();
    private boolean failed;
    private long endedNanos;

    ResolvedName(String name, NameLookup lookup, long timeToLiveNanos, LongSupplier clock, Executor executor) {
        this.name = name;
        this.lookup = lookup;
        this.timeToLiveNanos = timeToLiveNanos;
        this.clock = clock;
        this.executor = executor;
    }

    /** The last known addresses; empty if there are none. */
    List<InetAddress> known() {
        return known;
    }

    /** The present addresses. The look-up is still running if the last result is too old. */
    CompletableFuture<List<InetAddress>> addresses() {
        return addresses(timeToLiveNanos);
    }

    /** The addresses by a look-up that has just ended, or is running, because the known addresses do not accept connections. */
    CompletableFuture<List<InetAddress>> addressesAnew() {
        return addresses(Math.min(SOON_NANOS, timeToLiveNanos));
    }

    private synchronized CompletableFuture<List<InetAddress>> addresses(long maxAgeNanos) {
        CompletableFuture<List<InetAddress>> running = last;
        if (running != null && (!running.isDone() || isYoung(maxAgeNanos))) {
            return running;
        }
        CompletableFuture<List<InetAddress>> started = new CompletableFuture<>();
        last = started;
        executor.execute(() -> lookUp(started));
        return started;
    }

    private boolean isYoung(long maxAgeNanos) {
        return clock.getAsLong() - endedNanos < (failed ? Math.min(SOON_NANOS, maxAgeNanos) : maxAgeNanos);
    }

    private void lookUp(CompletableFuture<List<InetAddress>> result) {
        try {
            known = lookup.lookUp(name);
            end(false);
            result.complete(known);
        } catch (UnknownHostException e) {
            end(true);
            fail(result, e);
        } catch (RuntimeException | Error e) {
            end(true);
            fail(result, new UnknownHostException(name));
            throw e;
        }
    }

    private void fail(CompletableFuture<List<InetAddress>> result, UnknownHostException failure) {
        if (known.isEmpty()) {
            result.completeExceptionally(failure);
        } else {
            result.complete(known);
        }
    }

    private synchronized void end(boolean isFailure) {
        failed = isFailure;
        endedNanos = clock.getAsLong();
    }
}
