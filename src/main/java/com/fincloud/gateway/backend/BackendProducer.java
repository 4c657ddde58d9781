package com.fincloud.gateway.backend;

import com.fincloud.gateway.backend.Backend.Instance;
import com.fincloud.gateway.edge.Call;
import com.fincloud.gateway.edge.HeaderRules;
import com.fincloud.gateway.edge.ReplyBody;
import com.fincloud.gateway.edge.RequestBody;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;

/**
 * Calls a backend with the bytes that the client sent, and makes the answer's head and unread body the exchange's message. The call
 * owns the connection until its body has been read; {@link Call#upstream} ends it earlier.
 */
final class BackendProducer extends DefaultProducer {

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final URI ANY = URI.create("/");

    private final Backend backend;

    BackendProducer(Endpoint endpoint, Backend backend) {
        super(endpoint);
        this.backend = backend;
    }

    /**
     * One call, and further attempts where the route asks for them.
     *
     * @throws GatewayException when no instance answered
     * @throws RequestBody.Failure when the client's body could not be read
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        Call call = Call.of(exchange);
        Message message = exchange.getMessage();
        boolean repeatable = IDEMPOTENT.contains(call.method()) && message.getBody() == null;
        int attempts = repeatable ? backend.retries() + 1 : 1;
        while (true) {
            attempts--;
            try {
                ClassicHttpResponse response = attempt(call, message);
                if (attempts > 0 && response.getCode() >= 502 && response.getCode() <= 504) {
                    call.endUpstream();
                    continue;
                }
                answer(message, response);
                return;
            } catch (GatewayException e) {
                if (attempts <= 0) {
                    throw e;
                }
            }
        }
    }

    /** One request to the first instance that can be connected to. */
    private ClassicHttpResponse attempt(Call call, Message message) throws IOException {
        GatewayException unreachable = null;
        for (Instance instance : backend.inTurn()) {
            HttpUriRequestBase request = request(call, message, instance);
            call.upstream(request::cancel);
            RequestBody body = message.getBody() instanceof RequestBody stream ? stream : null;
            try (Deadline deadline = new Deadline(backend.deadlines(), backend.timeout(), body, request::cancel)) {
                try {
                    return backend.service()
                            .client()
                            .http()
                            .executeOpen(instance.host(), request, HttpClientContext.create());
                } catch (RequestBody.Failure e) {
                    throw e;
                } catch (IOException | IllegalStateException e) {
                    if (call.clientGone()) {
                        throw new GatewayException(GatewayError.CLIENT_GONE);
                    }
                    GatewayException failure = CallFailure.of(backend.service().name(), e, deadline.passed());
                    if (deadline.passed() || !CallFailure.notConnected(e)) {
                        throw failure;
                    }
                    instance.skip();
                    unreachable = failure;
                }
            }
        }
        throw unreachable == null ? new IllegalStateException("no instance") : unreachable;
    }

    private HttpUriRequestBase request(Call call, Message message, Instance instance) {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), ANY);
        request.setPath(backend.target(instance, call.path(), call.query()));
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            String name = header.getKey();
            if (header.getValue() == null
                    || name.regionMatches(true, 0, "camel", 0, 5)
                    || backend.requestHeaders().drops(name)) {
                continue;
            }
            if (header.getValue() instanceof Collection<?> values) {
                values.forEach(value -> request.addHeader(name, value));
            } else {
                request.addHeader(name, header.getValue());
            }
        }
        backend.requestHeaders().give(request::addHeader);
        request.setEntity(entity(message));
        return request;
    }

    private static @Nullable HttpEntity entity(Message message) {
        Object body = message.getBody();
        if (body == null) {
            return null;
        }
        if (body instanceof InputStream stream) {
            return new InputStreamEntity(stream, body instanceof RequestBody sent ? sent.length() : -1, null);
        }
        byte[] bytes =
                body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : message.getBody(byte[].class);
        return new ByteArrayEntity(bytes, null);
    }

    private void answer(Message message, ClassicHttpResponse response) throws IOException {
        Map<String, Object> headers = message.getHeaders();
        headers.clear();
        headers.put(Exchange.HTTP_RESPONSE_CODE, response.getCode());
        List<String> connection = new ArrayList<>();
        response.headerIterator("Connection").forEachRemaining(header -> connection.add(header.getValue()));
        Set<String> nominated = HeaderRules.nominated(connection);
        String announced = null;
        for (Iterator<Header> all = response.headerIterator(); all.hasNext(); ) {
            Header header = all.next();
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                announced = header.getValue();
            } else if (!HeaderRules.dropFromResponse(name, nominated)
                    && !backend.responseHeaders().drops(name)) {
                headers.merge(header.getName(), header.getValue(), BackendProducer::append);
            }
        }
        backend.responseHeaders().give(headers::put);
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            message.setBody(new ReplyBody(entity.getContent(), entity.getContentLength()));
        } else {
            message.setBody(new ReplyBody(InputStream.nullInputStream(), announced(announced)));
        }
    }

    private static Object append(Object earlier, Object value) {
        List<Object> values =
                earlier instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(earlier));
        values.add(value);
        return values;
    }

    private static long announced(@Nullable String length) {
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }
}
