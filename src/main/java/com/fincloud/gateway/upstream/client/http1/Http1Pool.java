package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.upstream.client.reuse.CleanRests;
import com.fincloud.gateway.upstream.client.reuse.IdleTime;
import java.io.InterruptedIOException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** The idle connections to one instance, and what is known about the instance's treatment of idle connections. */
public final class Http1Pool {

    /** The maximum number of resting connections. A further connection is closed, unless the instance is trusted. */
    private static final int MAX_RESTING = 64;

    /** The number of resting connections from which a connection to a trusted instance need not rest. */
    private static final int SAMPLE = 8;

    /** The most recently used connection is first. */
    private final Deque<Http1Connection> idle = new ConcurrentLinkedDeque<>();

    /** Connections after responses that must not have a body. The one that has rested longest is first. */
    private final Deque<Http1Connection> resting = new ConcurrentLinkedDeque<>();

    private final AtomicInteger restingCount = new AtomicInteger();
    private final IdleTime idleTime = new IdleTime();
    private final CleanRests rests = new CleanRests();

    /**
     * Takes the most recently used connection that is still open; null if a new connection is necessary.
     *
     * @param repeatable whether the request may be sent again if the backend closes the connection at this moment
     */
    @Nullable
    public Http1Connection take(ConnectionOwner owner, boolean repeatable) throws InterruptedIOException {
        long now = System.nanoTime();
        for (Http1Connection used = next(now, repeatable); used != null; used = next(now, repeatable)) {
            owner.take(used);
            if (!used.times().isExpired(now) && isUsable(used, used.look(), now)) {
                used.reuse();
                return used;
            }
            used.close(CloseMode.IMMEDIATE);
        }
        return null;
    }

    private @Nullable Http1Connection next(long now, boolean repeatable) {
        Http1Connection first = idle.pollFirst();
        if (first == null) {
            first = nextRested(now);
        }
        if (first != null
                && !repeatable
                && !first.times().isExpired(now)
                && !idleTime.isSafe(first.times().quietNanos(now))) {
            idle.addFirst(first);
            return null;
        }
        return first;
    }

    private @Nullable Http1Connection nextRested(long now) {
        Http1Connection first = resting.pollFirst();
        if (first != null && first.times().isResting(now)) {
            resting.addFirst(first);
            return null;
        }
        if (first != null) {
            restingCount.decrementAndGet();
        }
        return first;
    }

    /** Whether the connection may be used, and what it tells about the instance. */
    private boolean isUsable(Http1Connection used, Look seen, long now) {
        if (seen == Look.ALIVE) {
            idleTime.survived(used.times().idleNanos(now));
            if (used.times().mustRest()) {
                rests.clean();
            }
            return true;
        }
        if (seen == Look.ENDED) {
            idleTime.ended(used.times().idleNanos(now));
        } else if (used.times().mustRest()) {
            rests.dirty();
        }
        return false;
    }

    /** A connection has ended after it was taken, before the first byte of a response. */
    public void ended(Http1Connection used) {
        idleTime.ended(used.times().idleNanos(System.nanoTime()));
    }

    /** Takes a connection whose response has been read. */
    public void add(Http1Connection connection) {
        if (!connection.times().mustRest()) {
            idle.addFirst(connection);
            return;
        }
        boolean trusted = rests.isTrusted();
        if (restingCount.incrementAndGet() <= (trusted ? SAMPLE : MAX_RESTING)) {
            resting.addLast(connection);
            return;
        }
        restingCount.decrementAndGet();
        if (trusted) {
            connection.times().endRest();
            idle.addFirst(connection);
        } else {
            connection.close(CloseMode.GRACEFUL);
        }
    }

    public int size() {
        return idle.size() + resting.size();
    }

    /**
     * Closes expired connections and connections that the backend has closed. It looks only at those that have been idle longest, because
     * a backend closes them first.
     */
    public void closeIdle() {
        long now = System.nanoTime();
        endRests(now);
        idle.forEach(connection -> {
            if (connection.times().isExpired(now) && idle.remove(connection)) {
                connection.close(CloseMode.GRACEFUL);
            }
        });
        for (Http1Connection last = idle.pollLast(); last != null; last = idle.pollLast()) {
            if (isUsable(last, last.glance(), now)) {
                idle.addLast(last);
                return;
            }
            last.close(CloseMode.GRACEFUL);
        }
    }

    private void endRests(long now) {
        for (Http1Connection rested = nextRested(now); rested != null; rested = nextRested(now)) {
            if (!rested.times().isExpired(now) && isUsable(rested, rested.glance(), now)) {
                rested.times().endRest();
                idle.addLast(rested);
            } else {
                rested.close(CloseMode.GRACEFUL);
            }
        }
    }

    /** Closes all idle connections. */
    public void close() {
        for (Deque<Http1Connection> waiting : List.of(idle, resting)) {
            for (Http1Connection next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
                next.close(CloseMode.IMMEDIATE);
            }
        }
    }
}
