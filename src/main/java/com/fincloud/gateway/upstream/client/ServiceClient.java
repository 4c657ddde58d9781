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
 * The connection pool of one service, and its bulkhead. An upstream request holds a permit from before it connects until its response body
 * has been read. If no permit is free, the next request is refused at once, because waiting would only keep more requests in memory.
 *
 * <p>HttpCore implements the protocol. HttpClient's execution chain is not used: the gateway follows no redirects, stores no cookies,
 * repeats no request and decompresses no body. Without the chain an upstream request costs half.
 */
public final class ServiceClient implements AutoCloseable {

    /** Bytes of each of a connection's three buffers. Bodies do not go through them. */
    private static final int BUFFER = 2 * 1024;

    /** The maximum number of fields in a response head, and in its trailers. */
    private static final int MAX_FIELDS = 500;

    /** The maximum bytes of a response head if the settings do not set it. */
    private static final int USUAL_HEAD_BYTES = 24 * 1024;

    /** No socket time-outs, because {@link Deadlines} abort slow requests. A socket time-out would cost a timer for each read. */
    private static final SocketConfig UNTIMED =
            SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build();

    /** The maximum number of resting connections to an instance. A further connection is closed. */
    private static final int MAX_RESTING = 64;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final long IDLE_NANOS = Duration.ofSeconds(55).toNanos();

    private final int maxCalls;
    private final Semaphore permits;
    private final HeadBudget heads;
    private final Http1Config limits;
    private final LongAdder refused = new LongAdder();
    private final BackendConnector connector;
    /** The most recently used connection is first. */
    private final Map<HttpHost, Deque<BackendConnection>> idle = new ConcurrentHashMap<>();

    private volatile ServiceMeter meter = ServiceMeter.NONE;
    private volatile boolean closed;

    /** Creates a pool for at most {@code maxCalls} requests in flight to all instances. Connections to https instances use {@code tls}. */
    public ServiceClient(int maxCalls, TlsSocketStrategy tls) {
        this(
                maxCalls,
                tls,
                HeadBudget.ofHeap(USUAL_HEAD_BYTES, Runtime.getRuntime().maxMemory()));
    }

    /** The same, with the shared memory budget for large response heads. */
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
     * Begins an upstream request; its deadline starts now.
     *
     * @throws RejectedExecutionException if too many requests are in flight
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

    /** A connection for {@code lease}: the most recently used connection that is still open, or a new connection. */
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
        lease.take(fresh); // the request may have been aborted before there was a socket to close
        return fresh;
    }

    /** Takes the next idle connection. Resting connections are last; the one that has rested longest comes first among them. */
    private static @Nullable BackendConnection next(Deque<BackendConnection> waiting, LeasedConnection lease) {
        BackendConnection first = lease.isAlone() ? null : waiting.pollFirst();
        if (first != null && first.isResting()) {
            waiting.addLast(first);
            return null;
        }
        return first;
    }

    /** Until when an idle connection may be reused, on the clock of {@link System#nanoTime}; 0 if it must be closed. */
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
        if (connection.isResting() && restingLast(waiting) >= MAX_RESTING) {
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

    private static int restingLast(Deque<BackendConnection> waiting) {
        int count = 0;
        Iterator<BackendConnection> last = waiting.descendingIterator();
        while (count < MAX_RESTING && last.hasNext() && last.next().isResting()) {
            count++;
        }
        return count;
    }

    /** Sets the meter for this service's requests. */
    public void measure(ServiceMeter with) {
        meter = with;
    }

    public ServiceMeter meter() {
        return meter;
    }

    /** The maximum number of connections in use. */
    public int maxCalls() {
        return maxCalls;
    }

    /** The number of connections in use. */
    public int leased() {
        return maxCalls - permits.availablePermits();
    }

    /** The number of idle connections. */
    public int idle() {
        return idle.values().stream().mapToInt(Deque::size).sum();
    }

    /** The number of requests that were refused because too many were in flight. */
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

    /** Closes idle connections. A connection in use is closed when its request ends. */
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
