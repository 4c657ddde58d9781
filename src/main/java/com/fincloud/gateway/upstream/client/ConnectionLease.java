package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.body.DirectSource;
import com.fincloud.gateway.upstream.client.connect.RequestAborted;
import com.fincloud.gateway.upstream.client.http1.ConnectionOwner;
import com.fincloud.gateway.upstream.client.http1.Http1Connection;
import com.fincloud.gateway.upstream.client.http1.UpgradedSocket;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.UpstreamResponseLimit;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The lease of a connection for one upstream request, from before it connects until the response body has been read. If the body is read to
 * its end first, the connection can be reused. If the request is aborted first, the connection is closed.
 */
public final class ConnectionLease implements ConnectionOwner, HeadMemory {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final ServiceClient client;
    private final HttpHost host;
    private final Deadline deadline;
    private final @Nullable Runnable released;
    private Duration connectTime = CONNECT_TIMEOUT;
    private @Nullable Http1Connection connection;
    private @Nullable ConnectionLease refused;
    private @Nullable RawHttpRequest sent;
    private @Nullable Http2Exchange http2;
    private boolean alone;
    private boolean unanswered;
    private boolean ended;
    private boolean forgotten;
    private int heldForHead;
    private long connectedNanos;

    ConnectionLease(
            ServiceClient client,
            HttpHost host,
            Deadlines deadlines,
            Deadline.Terms terms,
            @Nullable Runnable released) {
        this.client = client;
        this.host = host;
        this.released = released;
        this.deadline = deadlines.begin(terms, this::abort);
    }

    /** Makes the upstream request use a new connection, which is not reused. */
    public void useAlone() {
        alone = true;
    }

    /** Makes the upstream request use HTTP/2 if the backend speaks it. Without TLS the backend must do so. */
    public void useHttp2() {
        http2 = new Http2Exchange(client, host, this);
    }

    /** Sets the connect time-out, if no idle connection is left. The default is 5 s. */
    public void connectWithin(Duration time) {
        connectTime = time;
    }

    /**
     * Makes the next request take over the beginning of a body that {@code earlier} has read and not sent, because its instance did not
     * accept a connection.
     */
    public void continueAfter(@Nullable ConnectionLease earlier) {
        refused = earlier;
    }

    /** A new connection was established for this lease, at this time of {@link System#nanoTime}. */
    void connected(long nanos) {
        connectedNanos = nanos;
    }

    /** When the new connection of this lease was established, on the clock of {@link System#nanoTime}; 0 if there is none. */
    public long connectedNanos() {
        return connectedNanos;
    }

    Duration connectTime() {
        return connectTime;
    }

    boolean isAlone() {
        return alone;
    }

    public Deadline deadline() {
        return deadline;
    }

    /**
     * Sends a request and reads the response head. The response body holds the connection until it has been read. If a reused connection
     * ends before the first byte of the response, the request is sent once more over a new connection, provided that no byte of it was
     * written, or that it is idempotent and its body is empty or kept.
     *
     * @param again creates the same request again for the new connection; its body is taken from {@code request}
     * @throws IOException if there is no usable response; then the lease has ended
     */
    public ClassicHttpResponse send(RawHttpRequest request, Supplier<RawHttpRequest> again) throws IOException {
        sent = request;
        if (refused != null && refused.sent != null) {
            request.continueBodyOf(refused.sent);
        }
        Http1Exchange http1 = new Http1Exchange(client, host, this);
        try {
            if (http2 == null) {
                return http1.send(request, again, null);
            }
            ClassicHttpResponse multiplexed = http2.send(request, again);
            return multiplexed == null ? http1.send(http2.forHttp1(request), again, negotiated()) : multiplexed;
        } catch (HttpException e) {
            abort();
            throw new ClientProtocolException(e);
        } catch (IOException | RuntimeException | Error e) {
            unanswered = !hasEnded() && (http1.endedUnanswered() || (http2 != null && http2.endedUnanswered()));
            abort();
            throw e;
        }
    }

    /** Whether the client takes trailer fields. */
    boolean takesTrailers() {
        return sent != null && sent.takesTrailers();
    }

    /** Lets the end of the response's body end the lease. */
    ClassicHttpResponse withBody(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            release();
        } else {
            response.setEntity(new UpstreamResponseEntity(entity, stream(entity.getContent())));
        }
        return response;
    }

    /** The HTTP/1.1 connection that was taken or opened for a request that prefers HTTP/2; null if there is none. */
    private synchronized @Nullable Http1Connection negotiated() {
        return connection;
    }

    /** Whether the backend ended the request's connection, or its stream, before the first byte of a response. */
    public boolean endedUnanswered() {
        return unanswered;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    private UpstreamBodyStream stream(InputStream content) {
        return content instanceof DirectSource direct
                ? new DirectBodyStream(content, direct, this)
                : new UpstreamBodyStream(content, this);
    }

    /**
     * Stores a connection before it is used, so that {@link #abort} can close it.
     *
     * @throws InterruptedIOException if the request has been aborted
     */
    @Override
    public synchronized void take(Http1Connection taken) throws InterruptedIOException {
        if (ended) {
            taken.close(CloseMode.IMMEDIATE);
            throw new RequestAborted();
        }
        connection = taken;
    }

    /** The connection no longer belongs to this request alone. */
    synchronized void giveAway(Http1Connection shared) {
        if (connection == shared) {
            connection = null;
        }
    }

    /** Aborts the upstream request at once, unless its response has been read. */
    public void abort() {
        Http1Connection cut = end();
        if (cut != null) {
            cut.close(CloseMode.IMMEDIATE);
        }
        client.heads().giveBack(forgetHead());
    }

    /**
     * Takes memory for a large response head from the budget of all requests. {@link #abort} returns it, not {@link #release}, because the
     * head is needed until the client's response has been sent. The caller calls {@link #abort} then.
     *
     * @return false if the budget does not have it, or the request has ended
     */
    synchronized boolean holdForHead(int bytes) {
        if (forgotten || !client.heads().take(bytes)) {
            return false;
        }
        heldForHead += bytes;
        return true;
    }

    @Override
    public void hold(int bytes) throws IOException {
        if (!holdForHead(bytes)) {
            throw UpstreamResponseLimit.full();
        }
    }

    private synchronized int forgetHead() {
        int held = heldForHead;
        heldForHead = 0;
        forgotten = true;
        return held;
    }

    /**
     * Gives the connection away after a response 101. It no longer counts against the service's capacity.
     *
     * @throws IOException if the request has been aborted; then the connection is closed
     */
    public UpgradedSocket detach() throws IOException {
        Http1Connection switched = end();
        if (switched == null) {
            throw new RequestAborted();
        }
        try {
            return switched.detach();
        } catch (IOException | RuntimeException | Error e) {
            switched.close(CloseMode.IMMEDIATE);
            throw e;
        }
    }

    /** The response has been read; its connection may serve the next request. */
    void release() {
        Http1Connection read = end();
        if (read != null) {
            read.rest();
            client.takeBack(host, read);
        }
    }

    private @Nullable Http1Connection end() {
        Http1Connection last;
        synchronized (this) {
            if (ended) {
                return null;
            }
            ended = true;
            last = connection;
            connection = null;
        }
        if (http2 != null) {
            http2.end();
        }
        deadline.close();
        client.leaseEnded();
        if (released != null) {
            released.run();
        }
        return last;
    }
}
