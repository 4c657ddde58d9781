package com.fincloud.gateway.websocket;

import com.fincloud.gateway.settings.GatewaySettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All WebSockets of this instance: their limits, their relay and their counts. It is thread-safe. */
public final class WebSockets implements AutoCloseable {

    /** The longest time from the answer until the server hands over the client's connection. */
    private static final long HANDOVER_NANOS = Duration.ofSeconds(10).toNanos();

    /** The time in which both peers must close after the first has, or the gateway. */
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    /** Why a handshake gets no place. */
    public enum Refusal {
        /** The gateway stops, or has as many WebSockets as it may. */
        FULL,
        /** The user has as many WebSockets as a user may. */
        USER
    }

    private final GatewaySettings.WebSockets settings;
    private final Relay relay = new Relay();
    private final WebSocketCounts counts = new WebSocketCounts();
    private final AtomicInteger places = new AtomicInteger();
    private final Map<String, Integer> users = new ConcurrentHashMap<>();
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    public WebSockets(GatewaySettings.WebSockets settings) {
        this.settings = settings;
    }

    /** The counts for metrics. */
    public WebSocketCounts counts() {
        return counts;
    }

    /** The number of WebSockets, with those whose handshake is under way. */
    public int open() {
        return places.get();
    }

    /** The maximum number of WebSockets of one user. */
    public int maxPerUser() {
        return settings.maxPerUser();
    }

    /**
     * Why a user gets no place for one more WebSocket; null if there is a place, which is then taken.
     *
     * @param user the user, or the address of a client without one
     */
    public @Nullable Refusal take(String user) {
        Refusal refusal = tryTake(user);
        if (refusal != null) {
            counts.refused(refusal);
        }
        return refusal;
    }

    private @Nullable Refusal tryTake(String user) {
        if (draining) {
            return Refusal.FULL;
        }
        if (places.getAndUpdate(open -> Math.min(open + 1, settings.max())) >= settings.max()) {
            return Refusal.FULL;
        }
        boolean[] taken = new boolean[1];
        users.compute(user, (name, open) -> {
            int others = open == null ? 0 : open;
            taken[0] = others < settings.maxPerUser();
            return taken[0] ? Integer.valueOf(others + 1) : open;
        });
        if (!taken[0]) {
            places.decrementAndGet();
            return Refusal.USER;
        }
        return null;
    }

    private static @Nullable Integer less(String user, int count) {
        return count <= 1 ? null : count - 1;
    }

    /** The place that {@link #take} has taken for a user. */
    public Place place(String user) {
        return new Place(user);
    }

    /** A place among all WebSockets. It is free again after the end of its WebSocket. */
    public final class Place {

        private final String user;
        private boolean used;
        private boolean free;

        private Place(String user) {
            this.user = user;
        }

        Opening opening(TunnelEnd backend, BooleanSupplier permitted, WebSocketLabels labels) {
            used = true;
            Waiting next = new Waiting(this, backend, permitted, labels);
            waiting.removeIf(Waiting::isLate);
            waiting.add(next);
            return next;
        }

        /** Frees the place unless a WebSocket uses it. */
        void abandon() {
            if (!used) {
                release();
            }
        }

        private synchronized void release() {
            if (!free) {
                free = true;
                places.decrementAndGet();
                users.computeIfPresent(user, WebSockets::less);
            }
        }
    }

    /** A WebSocket that waits for its client's connection. */
    private final class Waiting implements Opening {

        private final Place place;
        private final TunnelEnd backend;
        private final BooleanSupplier permitted;
        private final WebSocketLabels labels;
        private final long begunNanos = System.nanoTime();

        private Waiting(Place place, TunnelEnd backend, BooleanSupplier permitted, WebSocketLabels labels) {
            this.place = place;
            this.backend = backend;
            this.permitted = permitted;
            this.labels = labels;
        }

        @Override
        public void open(TunnelEnd client) {
            if (!waiting.remove(this)) {
                client.reset();
                return;
            }
            relay.add(new Tunnel(client, backend, permitted, settings.idleTimeout(), CLOSE_TIME, this::ended));
            if (draining) {
                closeAll();
            }
        }

        private void ended(Tunnel tunnel) {
            place.release();
            counts.ended(tunnel);
            TunnelLog.ended(labels, tunnel);
        }

        /** Gives up a handshake whose client's connection broke at the last moment. */
        private boolean isLate() {
            boolean late = System.nanoTime() - begunNanos > HANDOVER_NANOS;
            if (late) {
                backend.reset();
                place.release();
            }
            return late;
        }
    }

    private void closeAll() {
        relay.closeAll(Tunnel.GOING_AWAY, "Gateway is stopping", Ending.DRAINED);
    }

    /** Closes all WebSockets, admits no further ones, and waits for their end. */
    public void drain(Duration most) {
        draining = true;
        if (places.get() == 0) {
            return;
        }
        closeAll();
        long began = System.nanoTime();
        while (places.get() > 0 && System.nanoTime() - began < most.toNanos()) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void close() {
        relay.close();
    }
}
