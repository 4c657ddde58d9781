package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.HeadBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One service's connections, and the bulkhead in front of them: a call has one from before it connects until its answer's body has been
 * read, and when all are out the next call is refused at once. Waiting would only keep more requests in memory.
 *
 * <p>The protocol is HttpCore's. Of HttpClient's chain the gateway wants nothing: it follows no redirect, keeps no cookie, repeats no
 * request and unpacks no body, and leaving the chain out halves what a call costs.
 */
public final class ServiceClient implements AutoCloseable {

    /** Bytes of each of a connection's three buffers; bodies pass around them. */
    private static final int BUFFER = 2 * 1024;

    /** Fields of an answer's head, and of its trailers. */
    private static final int MAX_FIELDS = 500;

    /** What a request's head may have at most where nobody says it. */
    private static final int USUAL_HEAD_BYTES = 24 * 1024;

    /** {@link Deadlines} end what takes too long: a socket's own time-out would cost a timer for each read. */
    private static final SocketConfig UNTIMED =
            SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build();

    /** Connections to an instance that rest at once; one beyond is closed. */
    private static final int MOST_RESTING = 64;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final long IDLE_NANOS = Duration.ofSeconds(55).toNanos();

    private final int maxCalls;
    private final Semaphore permits;
    private final HeadBudget heads;
    private final Http1Config limits;
    private final LongAdder refused = new LongAdder();
    private final BackendConnector connector;
    /** What was used last stands first. */
    private final Map<HttpHost, Deque<BackendConnection>> idle = new ConcurrentHashMap<>();

    private volatile ServiceMeter meter = ServiceMeter.NONE;
    private volatile boolean closed;

    /** Connections for {@code maxCalls} calls at once, to all instances together; those to https instances go over {@code tls}. */
    public ServiceClient(int maxCalls, TlsSocketStrategy tls) {
        this(
                maxCalls,
                tls,
                HeadBudget.ofHeap(USUAL_HEAD_BYTES, Runtime.getRuntime().maxMemory()));
    }

    /** The same, with the memory for large heads of answers that all services share. */
    public ServiceClient(int maxCalls, TlsSocketStrategy tls, HeadBudget heads) {
        this.heads = heads;
        this.limits = Http1Config.custom()
                .setBufferSize(BUFFER)
                .setMaxLineLength(heads.maxHeadBytes())
                .setMaxHeaderCount(MAX_FIELDS)
                .build();
        this.connector = new BackendConnector(tls);
        this.maxCalls = maxCalls;
        this.permits = new Semaphore(maxCalls);
    }

    /**
     * Begins a call; its time runs from now on.
     *
     * @throws RejectedExecutionException when too many are under way
     */
    public LeasedConnection lease(HttpHost host, Deadlines deadlines, Deadline.Terms terms) {
        if (!permits.tryAcquire()) {
            refused.increment();
            throw new RejectedExecutionException("all connections of the service are in use");
        }
        return new LeasedConnection(this, host, deadlines, terms);
    }

    HeadBudget heads() {
        return heads;
    }

    void leaseEnded() {
        permits.release();
    }

    /** A connection for {@code lease}: the one that was used last and still stands, or a new one. */
    BackendConnection connection(HttpHost host, LeasedConnection lease) throws IOException {
        Deque<BackendConnection> waiting = idle.computeIfAbsent(host, any -> new ConcurrentLinkedDeque<>());
        for (BackendConnection used = next(waiting, lease); used != null; used = next(waiting, lease)) {
            lease.take(used);
            if (!used.isExpired() && !used.isStale()) {
                return used;
            }
            used.close(CloseMode.IMMEDIATE);
        }
        BackendConnection fresh = new BackendConnection(limits, heads.maxHeadBytes());
        lease.take(fresh);
        long began = System.nanoTime();
        connector.connect(
                fresh, host, null, null, null, Timeout.of(CONNECT_TIMEOUT), UNTIMED, null, HttpClientContext.create());
        meter.connected(System.nanoTime() - began);
        lease.take(fresh); // the call may have been cut before there was a socket to close
        return fresh;
    }

    /** Those that rest stand last, and the one that has rested longest stands first among them. */
    private static @Nullable BackendConnection next(Deque<BackendConnection> waiting, LeasedConnection lease) {
        BackendConnection first = lease.isAlone() ? null : waiting.pollFirst();
        if (first != null && first.isResting()) {
            waiting.addLast(first);
            return null;
        }
        return first;
    }

    /** Until when a connection may wait for its next call, on the clock of {@link System#nanoTime}; 0 when it must be closed. */
    long reusableUntil(RawHttpRequest request, ClassicHttpResponse response) {
        HttpClientContext context = HttpClientContext.create();
        if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)) {
            return 0;
        }
        long nanos = IDLE_NANOS;
        if (response.containsHeader("Keep-Alive")) {
            TimeValue said = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
            nanos = TimeValue.isPositive(said) ? Math.min(said.toNanoseconds(), nanos) : nanos;
        }
        return System.nanoTime() + nanos | 1;
    }

    void takeBack(HttpHost host, BackendConnection connection) {
        if (closed || connection.isExpired() || !connection.isConsistent()) {
            connection.close(CloseMode.GRACEFUL);
            return;
        }
        Deque<BackendConnection> waiting = idle.computeIfAbsent(host, any -> new ConcurrentLinkedDeque<>());
        if (connection.isResting() && restingAtTheEnd(waiting) >= MOST_RESTING) {
            connection.close(CloseMode.GRACEFUL);
        } else if (connection.isResting()) {
            waiting.addLast(connection);
        } else {
            waiting.addFirst(connection);
        }
        if (closed) {
            close();
        }
    }

    private static int restingAtTheEnd(Deque<BackendConnection> waiting) {
        int count = 0;
        Iterator<BackendConnection> last = waiting.descendingIterator();
        while (count < MOST_RESTING && last.hasNext() && last.next().isResting()) {
            count++;
        }
        return count;
    }

    /** Has this service's calls measured from now on. */
    public void measure(ServiceMeter with) {
        meter = with;
    }

    public ServiceMeter meter() {
        return meter;
    }

    /** The most connections that may be in use. */
    public int maxCalls() {
        return maxCalls;
    }

    /** Connections in use. */
    public int leased() {
        return maxCalls - permits.availablePermits();
    }

    /** Connections that wait for the next request. */
    public int idle() {
        return idle.values().stream().mapToInt(Deque::size).sum();
    }

    /** Calls that were refused because too many were under way. */
    public long refused() {
        return refused.sum();
    }

    public void closeIdle() {
        idle.values()
                .forEach(waiting -> waiting.forEach(connection -> {
                    if (connection.isExpired() && waiting.remove(connection)) {
                        connection.close(CloseMode.GRACEFUL);
                    }
                }));
    }

    /** Closes what waits; what is in use is closed when its call ends. */
    @Override
    public void close() {
        closed = true;
        for (Deque<BackendConnection> waiting : idle.values()) {
            for (BackendConnection next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
                next.close(CloseMode.IMMEDIATE);
            }
        }
    }
}
