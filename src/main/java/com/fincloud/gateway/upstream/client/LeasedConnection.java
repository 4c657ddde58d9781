package com.fincloud.gateway.upstream.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * One call's hold on a connection, from before it connects until its answer's body has been read. Whoever ends it first, the reader or
 * one who cuts the call, decides what becomes of the connection.
 */
public final class LeasedConnection {

    private final ServiceClient client;
    private final HttpHost host;
    private final Deadline deadline;
    private @Nullable BackendConnection connection;
    private boolean alone;
    private boolean ended;
    private boolean forgotten;
    private int heldForHead;

    LeasedConnection(ServiceClient client, HttpHost host, Deadlines deadlines, Deadline.Terms terms) {
        this.client = client;
        this.host = host;
        this.deadline = deadlines.begin(terms, this::abort);
    }

    /** Has the call get a connection of its own, which serves no other call before or after it. */
    public void useAlone() {
        alone = true;
    }

    boolean isAlone() {
        return alone;
    }

    public Deadline deadline() {
        return deadline;
    }

    /**
     * Sends the request and reads the head of its answer, whose body keeps the connection until it has been read.
     *
     * @throws IOException when there is no usable answer; the lease is over then
     */
    public ClassicHttpResponse send(RawHttpRequest request) throws IOException {
        try {
            BackendConnection used = client.connection(host, this);
            ClassicHttpResponse response = used.exchange(request, this);
            deadline.met();
            used.keepUntil(alone ? 0 : client.reusableUntil(request, response));
            used.restAfter(response);
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                release();
            } else {
                response.setEntity(new UpstreamResponseEntity(entity, stream(entity.getContent())));
            }
            return response;
        } catch (HttpException e) {
            abort();
            throw new ClientProtocolException(e);
        } catch (IOException | RuntimeException | Error e) {
            abort();
            throw e;
        }
    }

    private UpstreamBodyStream stream(InputStream content) {
        return content instanceof PlainBodyReader plain
                ? new DirectBodyStream(plain, this)
                : new UpstreamBodyStream(content, this);
    }

    /**
     * Takes a connection before it is used, so that {@link #abort} finds it.
     *
     * @throws InterruptedIOException when the call has been cut
     */
    synchronized void take(BackendConnection taken) throws InterruptedIOException {
        if (ended) {
            taken.close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("the call has been cut");
        }
        connection = taken;
    }

    /** Ends the call at once, unless its answer has been read. */
    public void abort() {
        BackendConnection cut = end();
        if (cut != null) {
            cut.close(CloseMode.IMMEDIATE);
        }
        client.heads().giveBack(forgetHead());
    }

    /**
     * Takes memory for a large head from the budget of all calls. The call's {@link #abort} gives it back, and not its {@link #release}:
     * the head is there until the client's answer is out, for which whoever made the call ends it.
     *
     * @return false when there is none, or when the call is over
     */
    synchronized boolean holdForHead(int bytes) {
        if (forgotten || !client.heads().take(bytes)) {
            return false;
        }
        heldForHead += bytes;
        return true;
    }

    private synchronized int forgetHead() {
        int held = heldForHead;
        heldForHead = 0;
        forgotten = true;
        return held;
    }

    /** The answer has been read; its connection may serve the next call. */
    void release() {
        BackendConnection read = end();
        if (read != null) {
            read.rest();
            client.takeBack(host, read);
        }
    }

    private @Nullable BackendConnection end() {
        BackendConnection last;
        synchronized (this) {
            if (ended) {
                return null;
            }
            ended = true;
            last = connection;
            connection = null;
        }
        deadline.close();
        client.leaseEnded();
        return last;
    }
}
