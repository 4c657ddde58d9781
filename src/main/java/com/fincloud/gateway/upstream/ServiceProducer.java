package com.fincloud.gateway.upstream;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.BodyHold;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.http.header.HttpToken;
import com.fincloud.gateway.http.path.PathGuard;
import com.fincloud.gateway.routing.body.BodyContent;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Calls a service from a plain route, through the service's circuit breaker. It sends the request's verified identity, id and trace,
 * whatever the route did to the headers. If there is no response, it throws the contract's error. A second upstream request on the same
 * route starts from the client's headers again.
 *
 * @see ServiceOptions
 */
final class ServiceProducer extends DefaultProducer {

    private final Backend backend;
    private final ResponseBinding binding;
    private final EndpointGuard guard;
    private final ServiceOptions options;
    private final @Nullable ResponseCache cache;

    ServiceProducer(Endpoint endpoint, Backend backend, ServiceOptions options, @Nullable ResponseCache cache) {
        super(endpoint);
        this.backend = backend;
        this.binding = new ResponseBinding(backend);
        this.guard = new EndpointGuard(backend, new BackendCaller(backend), options.path());
        this.options = options;
        this.cache = cache;
    }

    /**
     * Sends the request, with further attempts if the endpoint allows retries.
     *
     * @throws GatewayException if the circuit is open or the service did not respond correctly
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Object requestBody = message.getBody();
        Map<String, Object> requestHeaders = message.getHeaders();
        UpstreamRequest outgoing = outgoing(exchange);
        if (outgoing.context() != null) {
            outgoing.context().calls().add(backend.service().name());
        }
        UpstreamResponseStore.Key key = cache == null ? null : cache.key(outgoing);
        if (cache == null || key == null) {
            call(outgoing, exchange);
        } else if (!cache.answer(key, message)) {
            call(outgoing, exchange);
            cache.keep(key, message);
        }
        RequestContext context = outgoing.context();
        if (context != null && message.getBody() instanceof ResponseBody body) {
            body.keptBy(
                    context.bodies()::share,
                    !context.bodies().areUsedOnce(),
                    backend.service().name());
            KeptBodies.bound(exchange);
        }
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (options.throwExceptionOnFailure() && (status < 200 || status > 299)) {
            if (message.getBody() instanceof ResponseBody body) {
                body.release();
            }
            message.setHeaders(requestHeaders); // the route may send the request again
            message.setBody(requestBody);
            throw new GatewayException(
                    GatewayError.BACKEND_UNUSABLE, backend.service().name());
        }
    }

    private void call(UpstreamRequest outgoing, Exchange exchange) throws IOException {
        CircuitBreaker breaker = backend.service().breaker();
        if (!breaker.tryAcquirePermission()) {
            throw Fallback.open(backend.service());
        }
        long start = breaker.getCurrentTimestamp();
        try {
            UpstreamResponse response = guard.call(outgoing, exchange);
            if (outgoing.context() == null) {
                readAtOnce(response, exchange);
            } else {
                binding.bind(response, exchange.getMessage());
            }
            breaker.onResult(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), exchange);
        } catch (IOException | RuntimeException | Error e) {
            breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), e);
            if (e instanceof BodyReadException failure) {
                throw failure.answer();
            }
            throw e;
        }
    }

    /** Reads the body at once. The exchange of a timer or a wire tap has no client request that releases the connection later. */
    private void readAtOnce(UpstreamResponse response, Exchange exchange) throws IOException {
        try {
            binding.bind(response, exchange.getMessage());
            if (exchange.getMessage().getBody() instanceof ResponseBody body) {
                KeptBodies.bound(exchange);
                body.keptBy(
                                () -> BodyHold.share(exchange),
                                true,
                                backend.service().name())
                        .receiveAll();
            }
        } finally {
            response.abort();
        }
    }

    private UpstreamRequest outgoing(Exchange exchange) {
        RequestContext client = RequestContext.find(exchange);
        Message message = exchange.getMessage();
        boolean answered = message.getHeader(Exchange.HTTP_RESPONSE_CODE) != null;
        String method = method(client, message, answered);
        boolean clients = RequestBody.of(message.getBody()) != null
                && client != null
                && method.equals(client.request().method());
        boolean bodiless = (method.equals("GET") || method.equals("HEAD")) && !clients;
        Map<String, Object> headers = headers(client, message, answered, bodiless);
        return new UpstreamRequest(
                exchange.getPattern().isOutCapable() ? client : null,
                method,
                path(client, message, answered),
                query(client, message, answered),
                headers,
                bodiless ? null : body(client, message, headers));
    }

    /** The body; JSON is labelled as such, unless the route or the client has named a type that fits. */
    private static @Nullable Object body(
            @Nullable RequestContext client, Message message, Map<String, Object> headers) {
        if (BodyContent.isJson(message)) {
            Object named = headers.get(Exchange.CONTENT_TYPE);
            if (named == null
                    || (client != null
                            && client.isRequestHeader("content-type", named)
                            && !named.toString().toLowerCase(Locale.ROOT).contains("json"))) {
                headers.put(Exchange.CONTENT_TYPE, BodyContent.JSON);
            }
        }
        Object named = headers.get(Exchange.CONTENT_TYPE);
        return BodyContent.of(message, named == null ? null : named.toString());
    }

    private String method(@Nullable RequestContext client, Message message, boolean answered) {
        String method = options.method();
        if (method == null) {
            method = answered ? null : message.getHeader(Exchange.HTTP_METHOD, String.class);
        }
        if (method == null) {
            return client == null ? "GET" : client.request().method();
        }
        if (!HttpToken.matches(method) || method.equals("CONNECT") || method.equals("TRACE")) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST);
        }
        return method;
    }

    private String path(@Nullable RequestContext client, Message message, boolean answered) {
        String path = options.path();
        if (path != null) {
            return path;
        }
        path = answered ? null : message.getHeader(Exchange.HTTP_PATH, String.class);
        if (path == null) {
            return client == null ? "/" : client.request().path();
        }
        if (client == null || !path.equals(client.request().path())) {
            PathGuard.check(path);
            requireVisible(path, "?#");
        }
        return path;
    }

    private @Nullable String query(@Nullable RequestContext client, Message message, boolean answered) {
        String own = answered ? null : message.getHeader(Exchange.HTTP_QUERY, String.class);
        if (own != null) {
            requireVisible(own, "#");
            return own;
        }
        return options.path() != null || client == null
                ? null
                : client.request().query();
    }

    /** Refuses characters that could end the request line, because a route may build the text from a client's data. */
    private static void requireVisible(String text, String refused) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || refused.indexOf(c) >= 0) {
                throw new GatewayException(GatewayError.MALFORMED_PATH);
            }
        }
    }

    private static Map<String, Object> headers(
            @Nullable RequestContext client, Message message, boolean answered, boolean bodiless) {
        Map<String, Object> sent = client == null ? Map.of() : client.headers().toBackend();
        Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        (answered ? sent : message.getHeaders()).forEach((name, value) -> {
            if (client != null && client.isPathParameter(name, value)) {
                return; // a header of the client's with that name follows below
            }
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HeaderRules.dropFromRequest(lower, Set.of()) && !(bodiless && lower.startsWith("content-"))) {
                headers.put(name, value);
            }
        });
        sent.forEach((name, value) -> {
            if (HeaderRules.isOurs(name.toLowerCase(Locale.ROOT))
                    || (client != null && client.isPathParameter(name, message.getHeader(name)))) {
                headers.put(name, value);
            }
        });
        return headers;
    }
}
