package com.fincloud.gateway.upstream.client.request;

import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.http.header.TrailerRules;
import com.fincloud.gateway.http.trace.B3;
import com.fincloud.gateway.http.trace.Traceparent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * A request to a backend.
 *
 * @param context the context of the client's request that waits for the response; null if none does
 * @param path the path before its prefix is replaced
 * @param query the query without the question mark; null for none
 * @param headers values or collections of values by name; Camel's own headers are not sent
 * @param body a stream or bytes; null for none
 */
public record UpstreamRequest(
        @Nullable RequestContext context,
        String method,
        String path,
        @Nullable String query,
        Map<String, Object> headers,
        @Nullable Object body) {

    /** The maximum bytes of a body that is kept for a further attempt. */
    private static final int KEPT_BYTES = 64 * 1024;

    /** Whether the request may be sent again (RFC 9110 section 9.2.2). A stream can be read only once. */
    public boolean repeatable() {
        return HttpMethods.IDEMPOTENT.contains(method) && !(body instanceof InputStream);
    }

    /**
     * Whether the request asks for an upgrade. No other request has the field, because it is hop-by-hop: only the producer of the template
     * sets it.
     */
    public boolean isUpgrade() {
        return context != null && context.webSocket() != null && headers.containsKey("Upgrade");
    }

    /**
     * The same request in a form that may be sent again, if its method allows that and its body is small.
     *
     * @throws BodyReadException if the client's body could not be read
     */
    public UpstreamRequest kept() throws IOException {
        RequestBody sent = RequestBody.of(body);
        return HttpMethods.IDEMPOTENT.contains(method)
                        && sent != null
                        && sent.announced() >= 0
                        && sent.announced() <= KEPT_BYTES
                        && body instanceof InputStream stream
                ? new UpstreamRequest(context, method, path, query, headers, stream.readAllBytes())
                : this;
    }

    /** The same request with the trace headers of an attempt: {@code traceparent}, and B3 unless that is null. */
    public UpstreamRequest traced(Traceparent attempt, @Nullable B3 b3) {
        Map<String, Object> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        own.putAll(headers);
        own.put("traceparent", attempt.value());
        if (b3 != null) {
            own.putAll(b3.headers(attempt));
        }
        return new UpstreamRequest(context, method, path, query, own, body);
    }

    /**
     * Whether a backend may leave the body unread and then take it for the next request on the connection. The body of such a method has no
     * defined meaning (RFC 9110 section 9.3.1).
     */
    public boolean bodyMayStayUnread() {
        if (!HttpMethods.WITHOUT_BODY.contains(method) || body == null) {
            return false;
        }
        RequestBody sent = RequestBody.of(body);
        return body instanceof byte[] bytes ? bytes.length > 0 : sent == null || sent.announced() != 0;
    }

    /** Creates the HTTP request for an instance. {@code abort} aborts the connection if the body breaks off. */
    public RawHttpRequest request(String target, String authority, HeaderEdits edits, Runnable abort) {
        RawHttpRequest request = new RawHttpRequest(method, target, authority);
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            String name = header.getKey();
            if (header.getValue() == null || name.regionMatches(true, 0, "camel", 0, 5) || edits.drops(name)) {
                continue;
            }
            if (header.getValue() instanceof Collection<?> values) {
                values.forEach(value -> request.line(name, String.valueOf(value)));
            } else {
                request.line(name, header.getValue().toString());
            }
        }
        edits.forEachSet(request::line);
        if (isUpgrade()) {
            request.allowUpgrade();
        }
        if (context != null && context.protocol().passesTrailers()) {
            request.takeTrailers();
        }
        if (bodyMayStayUnread()) {
            request.line("Connection", "close");
        }
        request.body(entity(edits, abort));
        return request;
    }

    private @Nullable HttpEntity entity(HeaderEdits edits, Runnable abort) {
        if (body instanceof InputStream stream) {
            RequestBody sent = RequestBody.of(body);
            UploadEntity upload = new UploadEntity(stream, sent == null ? -1 : sent.announced(), abort);
            if (context != null) {
                upload.concurrent(context.upstreamCalls()::awaitAtEnd);
            }
            if (context != null && context.protocol().passesTrailers() && sent != null) {
                boolean trusted = context.request().fromTrustedProxy();
                Set<String> nominated = HeaderRules.nominated(context.request().headers("connection"));
                upload.trailers(() -> TrailerRules.toBackend(
                        sent.trailers(), trusted, name -> nominated.contains(name) || edits.drops(name)));
            }
            return upload;
        }
        return body instanceof byte[] bytes ? new ByteArrayEntity(bytes, null) : null;
    }
}
