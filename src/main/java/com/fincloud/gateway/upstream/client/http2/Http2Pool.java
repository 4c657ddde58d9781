package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.connect.RequestAborted;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 connections to one instance. A request takes a place on the first connection that has one. If none has, one request at a time
 * opens a further connection, up to a limit, and the others wait; their deadlines end the wait.
 */
public final class Http2Pool {

    /** The maximum number of connections that take requests. */
    private static final int MOST = 16;

    /** Opens a connection. */
    public interface Opener {

        /**
         * Connects, in the thread of the request.
         *
         * @param changed to be called when a stream or the connection has ended
         * @return null if the backend prefers HTTP/1.1
         */
        @Nullable
        Http2Connection open(Runnable changed) throws IOException;
    }

    /**
     * What a request needs a place for.
     *
     * @param isHead whether the method is HEAD
     * @param memory the memory for the response head
     * @param aborted whether the request has been aborted
     */
    public record Wish(boolean isHead, HeadMemory memory, BooleanSupplier aborted) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Http2Connection> connections = new ArrayList<>();
    private boolean opening;
    private long attempts;
    private @Nullable IOException failure; // of the last attempt to connect
    private final ChosenProtocol protocol = new ChosenProtocol(System::nanoTime);
    private boolean closed;

    /** Whether the backend has preferred HTTP/1.1 when it was last asked. */
    public boolean prefersHttp1() {
        return protocol.isHttp1();
    }

    /** Whether a request must use HTTP/1.1, because the backend has required that; it is asked again after a while. */
    public boolean requiresHttp1(boolean canBeSentAgain) {
        return protocol.requiresHttp1(canBeSentAgain);
    }

    /** The backend has answered a request that it requires HTTP/1.1 (RFC 9113 section 7). */
    public void requireHttp1() {
        protocol.requireHttp1();
    }

    /** The protocol of the last connection, {@code HTTP/2} or {@code HTTP/1.1}; null before the first. */
    public @Nullable String protocol() {
        return protocol.name();
    }

    /**
     * A place for a request, which {@link Http2Stream#cancel} gives back.
     *
     * @return null if the backend prefers HTTP/1.1
     * @throws IOException if no connection could be opened, or the request has been aborted
     */
    public @Nullable Http2Stream take(Wish wish, Opener opener) throws IOException {
        lock.lock();
        try {
            long seen = attempts;
            while (true) {
                if (wish.aborted().getAsBoolean()) {
                    throw new RequestAborted();
                }
                Http2Stream stream = reserve(wish);
                if (stream != null) {
                    return stream;
                }
                if (failure != null && attempts != seen) {
                    throw failure;
                }
                if (!mayOpen()) {
                    changed.awaitUninterruptibly();
                } else if (!open(opener, wish.aborted())) {
                    return null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Http2Stream reserve(Wish wish) {
        long now = System.nanoTime();
        for (Http2Connection connection : connections) {
            Http2Stream stream = connection.reserve(wish.isHead(), wish.memory(), now);
            if (stream != null) {
                return stream;
            }
        }
        return null;
    }

    private boolean mayOpen() {
        long now = System.nanoTime();
        return protocol.isHttp1()
                || (!opening
                        && connections.stream()
                                        .filter(connection -> connection.isUsable(now))
                                        .count()
                                < MOST);
    }

    /** Opens a connection without the lock. Returns false if the backend prefers HTTP/1.1. */
    private boolean open(Opener opener, BooleanSupplier aborted) throws IOException {
        opening = true;
        lock.unlock();
        try {
            Http2Connection opened = opener.open(this::wake);
            lock.lock();
            protocol.chosen(opened == null);
            failure = null;
            if (opened == null) {
                return false;
            }
            connections.add(opened);
            return true;
        } catch (IOException e) {
            lock.lock();
            if (!aborted.getAsBoolean()) { // otherwise only this request could not connect
                failure = e;
                attempts++;
            }
            throw e;
        } finally {
            if (!lock.isHeldByCurrentThread()) {
                lock.lock();
            }
            opening = false;
            changed.signalAll();
        }
    }

    /** Wakes the requests that wait, because a place may be free or one of them may have been aborted. */
    public void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The number of connections without a request. */
    public int idle() {
        lock.lock();
        try {
            return (int) connections.stream().filter(Http2Connection::isIdle).count();
        } finally {
            lock.unlock();
        }
    }

    /** Closes connections that are idle for long, have expired or are stuck. */
    public void look() {
        lock.lock();
        try {
            long now = System.nanoTime();
            connections.forEach(connection -> connection.look(now));
            connections.removeIf(Http2Connection::hasClosed);
            if (closed) {
                close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all connections when their requests have ended. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            connections.forEach(Http2Connection::suspect);
            long now = System.nanoTime();
            connections.forEach(connection -> connection.look(now));
        } finally {
            lock.unlock();
        }
    }
}
