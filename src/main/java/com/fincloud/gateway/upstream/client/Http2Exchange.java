package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.upstream.client.connect.RequestAborted;
import com.fincloud.gateway.upstream.client.http2.Http1Required;
import com.fincloud.gateway.upstream.client.http2.Http2Pool;
import com.fincloud.gateway.upstream.client.http2.Http2Stream;
import com.fincloud.gateway.upstream.client.http2.StreamRefused;
import com.fincloud.gateway.upstream.client.http2.UploadStopped;
import com.fincloud.gateway.upstream.client.http2.UploadStream;
import com.fincloud.gateway.upstream.client.http2.field.FieldEncoder;
import com.fincloud.gateway.upstream.client.http2.field.ResponseHead;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import com.fincloud.gateway.upstream.client.request.UploadEntity;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.io.entity.BasicHttpEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One upstream request over HTTP/2: a place on a connection, the request, the response head, and one repetition where that is safe. It is
 * left to HTTP/1.1 if the backend has chosen that in the TLS handshake, or requires it.
 */
final class Http2Exchange {

    private final ServiceClient client;
    private final HttpHost host;
    private final ConnectionLease lease;
    private final Http2Pool pool;
    private final boolean secure;
    private @Nullable RawHttpRequest repeated; // null unless the request is sent again
    private @Nullable Http2Stream stream;
    private boolean ended;
    private @Nullable UploadPump pump; // null if the request's thread sends the body

    Http2Exchange(ServiceClient client, HttpHost host, ConnectionLease lease) {
        this.client = client;
        this.host = host;
        this.lease = lease;
        this.pool = client.http2Pool(host);
        this.secure = "https".equals(host.getSchemeName());
    }

    /**
     * Sends the request and waits for the response head.
     *
     * @return null if the backend speaks HTTP/1.1: then {@link #forHttp1} is to be sent, and the lease may have a connection
     */
    @Nullable
    ClassicHttpResponse send(RawHttpRequest request, Supplier<RawHttpRequest> again) throws IOException {
        if (pool.requiresHttp1(request.isBodyKept())
                || (pool.prefersHttp1() && client.idle(host, lease, request.isRepeatable()) != null)) {
            return null;
        }
        Http2Stream first = open(request);
        if (first == null) {
            return null;
        }
        try {
            return response(first, exchange(first, request));
        } catch (BodyReadException e) {
            throw e;
        } catch (IOException e) {
            if (pump != null) {
                pump.failed();
            }
            requireRepeatable(first, request, e);
            first.cancel(); // its place, if it had not begun
        }
        RawHttpRequest second = again.get();
        second.takeBodyOf(request);
        repeated = second;
        Http2Stream other = pool.requiresHttp1(false) ? null : open(second);
        if (other == null) {
            return null;
        }
        try {
            return response(other, exchange(other, second));
        } catch (StreamRefused e) {
            throw second.isBodyUnsent() ? refused(e) : e;
        }
    }

    /** The request that is to be sent over HTTP/1.1: {@code request}, or its repetition if it has been sent over HTTP/2. */
    RawHttpRequest forHttp1(RawHttpRequest request) {
        RawHttpRequest again = repeated;
        return again == null ? request : again;
    }

    /** Whether the backend has ended the last stream before anything of a response had arrived. */
    synchronized boolean endedUnanswered() {
        return stream != null && stream.endedUnanswered();
    }

    private static IOException refused(StreamRefused cause) {
        return (ConnectException) new ConnectException(cause.getMessage()).initCause(cause);
    }

    /** Throws the failure, unless the request may be sent once more. */
    private void requireRepeatable(Http2Stream failed, RawHttpRequest request, IOException failure) throws IOException {
        boolean refused = failure instanceof StreamRefused;
        if (failure instanceof Http1Required required) {
            if (!secure) {
                throw failure; // no TLS handshake can choose HTTP/1.1
            }
            pool.requireHttp1();
            refused = !required.mayBeProcessed();
        } else if (lease.hasEnded() || !(refused || hasReusedConnectionEnded(failed))) {
            throw failure;
        }
        boolean unprocessed = refused || !failed.hasWritten();
        if (pump != null || (unprocessed ? !request.isBodyUnsent() : !request.isRepeatable())) {
            throw failure instanceof Http1Required ? failure : new ReusedConnectionEnded(failure);
        }
    }

    private static boolean hasReusedConnectionEnded(Http2Stream failed) {
        return failed.isReused() && failed.endedUnanswered() && failed.hasEndedWithConnection();
    }

    private @Nullable Http2Stream open(RawHttpRequest request) throws IOException {
        Http2Stream opened = pool.take(
                new Http2Pool.Wish(request.getMethod().equals("HEAD"), lease, lease::hasEnded),
                changed -> client.openHttp2(host, lease, changed));
        if (opened != null) {
            take(opened);
        }
        return opened;
    }

    private void take(Http2Stream taken) throws InterruptedIOException {
        synchronized (this) {
            if (!ended) {
                stream = taken;
                return;
            }
        }
        taken.cancel();
        throw new RequestAborted();
    }

    private ResponseHead exchange(Http2Stream on, RawHttpRequest request) throws IOException {
        HttpEntity body = request.getEntity();
        boolean bodiless = body == null || body.getContentLength() == 0;
        on.send(request.http2Head(secure), bodiless);
        if (body != null && !bodiless) {
            try {
                upload(on, body);
            } catch (UploadStopped e) {
                // the stream has failed, or has a response that does not need the rest
            }
        }
        ResponseHead head = on.response().awaitHead();
        if (body instanceof UploadEntity upload && pump == null) {
            upload.sent();
        }
        return head;
    }

    private void upload(Http2Stream on, HttpEntity body) throws IOException {
        boolean announced = body.getContentLength() > 0 && body.getTrailers() == null;
        UploadStream out = on.upload(announced ? body.getContentLength() : -1);
        if (body instanceof UploadEntity upload && upload.isConcurrent()) {
            if (!upload.isWholeHereNow()) {
                pump = new UploadPump(upload, out, on);
                return;
            }
            out.hold();
        } else if (body instanceof UploadEntity upload && upload.isWholeHere()) {
            out.hold();
        }
        body.writeTo(out);
        out.end(trailers(body));
    }

    /** The fields behind a body; null if there are none. */
    static @Nullable FieldEncoder trailers(HttpEntity body) {
        org.apache.hc.core5.function.Supplier<List<? extends Header>> trailers = body.getTrailers();
        if (trailers == null) {
            return null;
        }
        FieldEncoder fields = new FieldEncoder();
        trailers.get().forEach(field -> fields.field(field.getName(), field.getValue()));
        return fields;
    }

    private ClassicHttpResponse response(Http2Stream from, ResponseHead head) throws IOException {
        lease.deadline().met();
        ClassicHttpResponse response = new BasicClassicHttpResponse(head.status());
        response.setVersion(HttpVersion.HTTP_2);
        boolean trailersOnly = lease.takesTrailers() && from.response().isEmpty() && hasGrpcStatus(head);
        for (Header field : head.fields()) {
            if (trailersOnly && field.getName().startsWith("grpc-")) {
                from.response().addTrailer(field);
            } else {
                response.addHeader(field);
            }
        }
        if (from.response().mayHaveBody()) {
            long length = head.length() < 0 && from.response().isEmpty() ? 0 : head.length();
            response.setEntity(new BasicHttpEntity(from.response().body(), length, null));
        }
        return lease.withBody(response);
    }

    /**
     * Whether the head is a gRPC response without a body ("Trailers-Only"). Its client expects the status in the frame that ends the stream,
     * and the server's head does not end it.
     */
    private static boolean hasGrpcStatus(ResponseHead head) {
        return head.fields().stream().anyMatch(field -> field.getName().equals("grpc-status"));
    }

    /** The request has ended: its place is free, and what is left of it is aborted. */
    void end() {
        Http2Stream taken;
        synchronized (this) {
            ended = true;
            taken = stream;
            stream = null;
        }
        if (taken == null) {
            pool.wake(); // it may be waiting for a place
        } else {
            taken.cancel();
        }
    }
}
