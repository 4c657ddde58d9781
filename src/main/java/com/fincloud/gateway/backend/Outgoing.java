package com.fincloud.gateway.backend;

import com.fincloud.gateway.edge.Call;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Message;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent to a backend.
 *
 * @param call the client's call that waits for the answer, null when none does
 * @param path the path before its prefix is swapped
 * @param query without the question mark, null for none
 * @param headers values or collections of values by name; Camel's own are not sent
 * @param body a stream or bytes, null for none
 */
record Outgoing(
        @Nullable Call call,
        String method,
        String path,
        @Nullable String query,
        Map<String, Object> headers,
        @Nullable Object body) {

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /** The body of a message as it can be sent. */
    static @Nullable Object body(Message message) {
        Object body = message.getBody();
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return body == null || body instanceof InputStream ? body : message.getBody(byte[].class);
    }

    /** Whether it may be sent again (RFC 9110 section 9.2.2). */
    boolean repeatable() {
        return IDEMPOTENT.contains(method) && body == null;
    }

    void headersTo(HttpUriRequestBase request, HeaderEdits edits) {
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            String name = header.getKey();
            if (header.getValue() == null || name.regionMatches(true, 0, "camel", 0, 5) || edits.drops(name)) {
                continue;
            }
            if (header.getValue() instanceof Collection<?> values) {
                values.forEach(value -> request.addHeader(name, value));
            } else {
                request.addHeader(name, header.getValue());
            }
        }
        edits.give(request::addHeader);
    }

    @Nullable
    HttpEntity entity() {
        if (body instanceof InputStream stream) {
            long length = body instanceof com.fincloud.gateway.edge.RequestBody sent ? sent.length() : -1;
            return new InputStreamEntity(stream, length, null);
        }
        return body instanceof byte[] bytes ? new ByteArrayEntity(bytes, null) : null;
    }
}
