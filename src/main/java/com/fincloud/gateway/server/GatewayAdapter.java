package com.fincloud.gateway.server;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.http.ClientAddress;
import com.fincloud.gateway.http.ClientRequest;
import com.fincloud.gateway.http.HeadBudget;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RequestId;
import com.fincloud.gateway.http.body.ClientTimeouts;
import com.fincloud.gateway.http.path.HealthPaths;
import com.fincloud.gateway.server.http2.Http2Guard;
import com.fincloud.gateway.server.http2.Http2Stream;
import com.fincloud.gateway.server.wire.Latin1;
import com.fincloud.gateway.server.wire.SynchronousAdapter;
import com.fincloud.gateway.server.wire.WireFields;
import com.fincloud.gateway.server.wire.WireHead;
import com.fincloud.gateway.settings.value.MaskedPaths;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Receives each request from Tomcat, and handles it on one thread from the first byte to the last. It replaces Tomcat's servlet adapter. So
 * a path is never decoded or normalized, and the gateway writes every response, even for a request line that Tomcat refuses.
 */
public final class GatewayAdapter extends SynchronousAdapter implements Draining {

    private final RequestHandler handler;
    private final ClientAddress addresses;
    private final MaskedPaths maskedPaths;
    private final long maxBody;
    private final HeadBudget heads;
    private final ClientTimeouts timeouts;
    private final Capacity capacity;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean draining;

    GatewayAdapter(
            RequestHandler handler,
            ClientAddress addresses,
            MaskedPaths maskedPaths,
            long maxBody,
            HeadBudget heads,
            ClientTimeouts timeouts,
            Capacity capacity) {
        this.handler = handler;
        this.addresses = addresses;
        this.maskedPaths = maskedPaths;
        this.maxBody = maxBody;
        this.heads = heads;
        this.timeouts = timeouts;
        this.capacity = capacity;
    }

    /** The number of requests that are being handled. */
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public void drain() {
        draining = true;
    }

    @Override
    public void service(Request request, Response response) {
        int underWay = inFlight.incrementAndGet();
        int head = WireHead.take(request, heads);
        try {
            boolean full = head < 0 || underWay > capacity.requests();
            GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
            Http2Stream stream = Http2Stream.of(request);
            if (connection != null) {
                serveConnection(request, response, connection, full);
            } else if (stream != null) {
                serveStream(request, response, stream, full);
            } else {
                throw new IllegalStateException("a request of neither HTTP/1.1 nor HTTP/2");
            }
        } finally {
            heads.giveBack(Math.max(0, head));
            inFlight.decrementAndGet();
        }
    }

    private void serveConnection(Request request, Response response, GatewayHttp11Processor connection, boolean full) {
        GatewayError fault = fault(request, HeadGuard.fault(request), full);
        RequestContext context = new RequestContext(read(request, fault == null));
        if (request.protocol().equals("HTTP/1.1")) {
            context.protocol().permitUpgrade(); // HTTP/1.0 has no upgrade (RFC 9110 section 7.8)
        } else {
            context.protocol()
                    .excludeTrailers(); // HTTP/1.0 has no chunks (RFC 9112 section 6.1), and Tomcat refuses trailer
            // fields then
        }
        GatewayResponse reply = reply(request, response, context, fault);
        if (fault != null) {
            handler.refuse(context, reply, fault);
            UnreadBody.giveUp(reply, connection);
            return;
        }
        connection.headIsRead();
        try {
            handler.serve(context, reply, connection);
        } finally {
            connection.headMayCome();
        }
    }

    /** Serves a stream. Tomcat resets the stream if a part of a refused request is unread. */
    private void serveStream(Request request, Response response, Http2Stream stream, boolean full) {
        if (draining) {
            stream.goAway();
        }
        GatewayError fault =
                fault(request, Http2Guard.fault(request, heads.maxHeadBytes()), full || stream.isTooMuch());
        RequestContext context = new RequestContext(read(request, fault == null));
        GatewayResponse reply = reply(request, response, context, fault);
        if (fault != null) {
            handler.refuse(context, reply, fault);
        } else {
            handler.serve(context, reply, stream);
        }
    }

    private GatewayResponse reply(
            Request request, Response response, RequestContext context, @Nullable GatewayError fault) {
        GatewayResponse reply = new GatewayResponse(request, response, context);
        if (draining || fault != null) {
            reply.close();
        }
        return reply;
    }

    /** The reason to refuse a request; null if there is none. Health checks are served even without free capacity. */
    private static @Nullable GatewayError fault(Request request, @Nullable GatewayError malformed, boolean full) {
        return malformed == null && full && !HealthPaths.contains(Latin1.text(request.requestURI()))
                ? GatewayError.OVERLOADED
                : malformed;
    }

    private ClientRequest read(Request request, boolean withBody) {
        request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, null);
        WireFields fields = new WireFields(request.getMimeHeaders());
        String path = Latin1.text(request.requestURI());
        return new ClientRequest(
                RequestId.of(fields),
                request.getMethod() == null ? "" : request.getMethod(),
                path,
                maskedPaths.shown(path),
                request.queryString().isNull() ? null : Latin1.text(request.queryString()),
                WireHead.scheme(request),
                WireHead.serverPort(request),
                fields,
                addresses.of(WireHead.peer(request), fields.all("x-forwarded-for")),
                withBody ? WireBody.of(request, maxBody, timeouts) : null);
    }
}
