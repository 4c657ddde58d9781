package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.upstream.client.http1.Http1Connection;
import com.fincloud.gateway.upstream.client.http1.KeepAlive;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** One upstream request over HTTP/1.1: a connection, the request, the response head, and one repetition where that is safe. */
final class Http1Exchange {

    private final ServiceClient client;
    private final HttpHost host;
    private final ConnectionLease lease;
    private @Nullable Http1Connection used; // null before there is a connection

    Http1Exchange(ServiceClient client, HttpHost host, ConnectionLease lease) {
        this.client = client;
        this.host = host;
        this.lease = lease;
    }

    /**
     * Sends the request and waits for the response head.
     *
     * @param taken the lease's connection; null if there is none yet
     */
    ClassicHttpResponse send(RawHttpRequest request, Supplier<RawHttpRequest> again, @Nullable Http1Connection taken)
            throws IOException, HttpException {
        Http1Connection on = taken == null ? client.connection(host, lease, request.isRepeatable()) : taken;
        used = on;
        ClassicHttpResponse response = tryExchange(on, request);
        if (response == null) {
            RawHttpRequest second = again.get();
            second.takeBodyOf(request);
            on = client.fresh(host, lease);
            used = on;
            response = on.exchange(second, lease);
        }
        lease.deadline().met();
        on.times().responded(lease.isAlone() ? 0 : KeepAlive.nanos(request, response), response.getEntity() == null);
        return on.isSwitched(response) ? response : lease.withBody(response); // 101: until detach or abort
    }

    /** The response; null if the request must be sent again over a new connection. */
    private @Nullable ClassicHttpResponse tryExchange(Http1Connection on, RawHttpRequest request)
            throws IOException, HttpException {
        try {
            return on.exchange(request, lease);
        } catch (IOException e) {
            if (!on.endedBeforeResponse() || lease.hasEnded()) {
                throw e;
            }
            boolean written = on.hasWritten();
            client.ended(host, on);
            if (written ? request.isRepeatable() : request.isBodyUnsent()) {
                return null;
            }
            throw new ReusedConnectionEnded(e);
        }
    }

    /** Whether the last connection has ended before the first byte of a response. */
    boolean endedUnanswered() {
        Http1Connection last = used;
        return last != null && last.isUnanswered();
    }
}
