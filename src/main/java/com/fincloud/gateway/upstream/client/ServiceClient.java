package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.HeadBudget;
import com.fincloud.gateway.upstream.client.connect.AddressCache;
import com.fincloud.gateway.upstream.client.connect.BackendConnector;
import com.fincloud.gateway.upstream.client.connect.ConnectionTerms;
import com.fincloud.gateway.upstream.client.http1.Http1Connection;
import com.fincloud.gateway.upstream.client.http1.Http1Pool;
import com.fincloud.gateway.upstream.client.http2.Http2Connection;
import com.fincloud.gateway.upstream.client.http2.Http2Pool;
import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import com.fincloud.gateway.upstream.client.limit.WindowBudget;
import com.fincloud.gateway.upstream.client.reuse.ConnectionAge;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The connection pool of one service, and its bulkhead. An upstream request holds a permit from before it connects until its response body
 * has been read. If no permit is free, the next request is refused at once, because waiting would only keep more requests in memory.
 *
 * <p>HttpCore implements the protocol. HttpClient's execution chain is not used: the gateway follows no redirects, stores no cookies,
 * and decompresses no body. A request is repeated only after the end of a reused connection. Without the chain an upstream request costs half.
 */
public final class ServiceClient implements AutoCloseable {

    /** Bytes of each of a connection's three buffers. Bodies do not go through them. */
    private static final int BUFFER = 2 * 1024;

    /** The maximum number of fields in a response head, and in its trailers. */
    private static final int MAX_FIELDS = 500;

    /** The maximum bytes of a response head if the settings do not set it. */
    private static final int USUAL_HEAD_BYTES = 24 * 1024;

    private final int maxCalls;
    private final Semaphore permits;
    private final HeadBudget heads;
    private final Http1Config limits;
    private final LongAdder refused = new LongAdder();
    private final BackendConnector connector;
    private final ConnectionAge age;
    private final Map<HttpHost, Http1Pool> http1Pools = new ConcurrentHashMap<>();
    private final Map<HttpHost, Http2Pool> http2Pools = new ConcurrentHashMap<>();
    private final Http2Limits http2;

    private volatile ServiceMeter meter = ServiceMeter.NONE;
    private volatile boolean closed;

    /**
     * Creates a pool for at most {@code maxCalls} requests in flight to all instances, with the usual terms. Connections to https instances
     * use {@code tls}.
     */
    public ServiceClient(int maxCalls, TlsSocketStrategy tls) {
        this(
                maxCalls,
                new BackendConnector(tls, new AddressCache(ConnectionTerms.USUAL.nameAge())),
                HeadBudget.ofHeap(USUAL_HEAD_BYTES, Runtime.getRuntime().maxMemory()),
                ConnectionTerms.USUAL,
                WindowBudget.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    /** The same, with the connector, the memory budgets for large response heads and for windows, and the terms that all services share. */
    public ServiceClient(
            int maxCalls, BackendConnector connector, HeadBudget heads, ConnectionTerms terms, WindowBudget windows) {
        this.heads = heads;
        this.http2 = Http2Limits.ofHeap(
                heads.maxHeadBytes(), MAX_FIELDS, windows, Runtime.getRuntime().maxMemory());
        this.age = new ConnectionAge(terms.maxAge());
        this.limits = Http1Config.custom()
                .setBufferSize(BUFFER)
                .setMaxLineLength(heads.maxHeadBytes())
                .setMaxHeaderCount(MAX_FIELDS)
                .build();
        this.connector = connector;
        this.maxCalls = maxCalls;
        this.permits = new Semaphore(maxCalls);
    }

    /** Begins an upstream request as below, without an action at its end. */
    public ConnectionLease lease(HttpHost host, Deadlines deadlines, Deadline.Terms terms) {
        return lease(host, deadlines, terms, null);
    }

    /**
     * Begins an upstream request; its deadline starts now.
     *
     * @param released runs when the lease ends; null for nothing
     * @throws RejectedExecutionException if too many requests are in flight
     */
    public ConnectionLease lease(
            HttpHost host, Deadlines deadlines, Deadline.Terms terms, @Nullable Runnable released) {
        if (!permits.tryAcquire()) {
            refused.increment();
            throw new RejectedExecutionException("all connections of the service are in use");
        }
        return new ConnectionLease(this, host, deadlines, terms, released);
    }

    HeadBudget heads() {
        return heads;
    }

    void leaseEnded() {
        permits.release();
    }

    /**
     * A connection for {@code lease}: the most recently used connection that is still open, or a new connection.
     *
     * @param repeatable whether the request may be sent again if the backend closes the connection at this moment
     */
    Http1Connection connection(HttpHost host, ConnectionLease lease, boolean repeatable) throws IOException {
        Http1Connection used = idle(host, lease, repeatable);
        return used == null ? fresh(host, lease) : used;
    }

    private Http1Pool http1Pool(HttpHost host) {
        return http1Pools.computeIfAbsent(host, any -> new Http1Pool());
    }

    /** The HTTP/2 connections to an instance. */
    Http2Pool http2Pool(HttpHost host) {
        return http2Pools.computeIfAbsent(host, any -> new Http2Pool());
    }

    /**
     * The protocol of the last connection to an instance, {@code HTTP/2} or {@code HTTP/1.1}; null if no request has asked for HTTP/2 there.
     */
    public @Nullable String protocol(HttpHost host) {
        Http2Pool asked = http2Pools.get(host);
        return asked == null ? null : asked.protocol();
    }

    /** An idle HTTP/1.1 connection for {@code lease}; null if there is none. */
    @Nullable
    Http1Connection idle(HttpHost host, ConnectionLease lease, boolean repeatable) throws IOException {
        return lease.isAlone() ? null : http1Pool(host).take(lease, repeatable);
    }

    /**
     * Opens an HTTP/2 connection.
     *
     * @param changed runs when a stream or the connection has ended
     * @return null if the backend has chosen HTTP/1.1; then the lease has the connection
     */
    @Nullable
    Http2Connection openHttp2(HttpHost host, ConnectionLease lease, Runnable changed) throws IOException {
        Http1Connection fresh = fresh(host, lease, HttpVersionPolicy.NEGOTIATE);
        if ("https".equals(host.getSchemeName()) && !fresh.hasChosenHttp2()) {
            return null;
        }
        SocketHolder socket = fresh.socket();
        Http2Connection opened = new Http2Connection(
                socket.getBaseSocket(), socket.getSocket(), http2, System.nanoTime() + age.nanos(), changed);
        opened.start(lease.connectTime());
        lease.giveAway(fresh);
        return opened;
    }

    /** A new HTTP/1.1 connection for {@code lease}. */
    Http1Connection fresh(HttpHost host, ConnectionLease lease) throws IOException {
        return fresh(host, lease, HttpVersionPolicy.FORCE_HTTP_1);
    }

    private Http1Connection fresh(HttpHost host, ConnectionLease lease, HttpVersionPolicy versions) throws IOException {
        long began = System.nanoTime();
        Http1Connection fresh = new Http1Connection(limits, heads.maxHeadBytes(), began + age.nanos());
        lease.take(fresh);
        connector.connect(host, lease.connectTime(), fresh, versions);
        long connected = System.nanoTime();
        meter.connected(connected - began);
        lease.connected(connected);
        lease.take(fresh); // the request may have been aborted before there was a socket to close
        return fresh;
    }

    /** A reused connection has ended before the first byte of a response. */
    void ended(HttpHost host, Http1Connection used) {
        used.close(CloseMode.IMMEDIATE);
        http1Pool(host).ended(used);
    }

    void takeBack(HttpHost host, Http1Connection connection) {
        if (closed || connection.times().isExpired(System.nanoTime()) || !connection.isConsistent()) {
            connection.close(CloseMode.GRACEFUL);
            return;
        }
        http1Pool(host).add(connection);
        if (closed) {
            close();
        }
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
        return http1Pools.values().stream().mapToInt(Http1Pool::size).sum()
                + http2Pools.values().stream().mapToInt(Http2Pool::idle).sum();
    }

    /** The number of requests that were refused because too many were in flight. */
    public long refused() {
        return refused.sum();
    }

    /** Closes idle connections that have expired or that a backend has closed, and learns how long backends keep them. */
    public void closeIdle() {
        http1Pools.values().forEach(Http1Pool::closeIdle);
        http2Pools.values().forEach(Http2Pool::look);
        if (closed) {
            close();
        }
    }

    /** Closes idle connections. A connection in use is closed when its request ends. */
    @Override
    public void close() {
        closed = true;
        http1Pools.values().forEach(Http1Pool::close);
        http2Pools.values().forEach(Http2Pool::close);
    }
}
