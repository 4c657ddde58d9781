package com.fincloud.gateway.tracing;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.trace.BackendSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a span, by OpenTelemetry's semantic conventions for HTTP (1.23 and newer). They contain no query, because it may
 * contain secrets, and no header except {@code User-Agent}.
 */
final class HttpAttributes {

    private static final AttributeKey<String> METHOD = stringKey("http.request.method");
    private static final AttributeKey<String> METHOD_SENT = stringKey("http.request.method_original");
    private static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
    private static final AttributeKey<Long> RESEND = longKey("http.request.resend_count");
    private static final AttributeKey<String> ROUTE = stringKey("http.route");
    private static final AttributeKey<String> PATH = stringKey("url.path");
    private static final AttributeKey<String> SCHEME = stringKey("url.scheme");
    private static final AttributeKey<String> CLIENT = stringKey("client.address");
    private static final AttributeKey<String> AGENT = stringKey("user_agent.original");
    private static final AttributeKey<String> SERVER = stringKey("server.address");
    private static final AttributeKey<Long> SERVER_PORT = longKey("server.port");
    private static final AttributeKey<String> PEER = stringKey("peer.service");
    private static final AttributeKey<String> ERROR = stringKey("error.type");
    private static final AttributeKey<String> ROUTE_ID = stringKey("fincloud.route_id");
    private static final AttributeKey<String> REQUEST_ID = stringKey("fincloud.request_id");

    private HttpAttributes() {}

    /** The method for a span's name. Clients may send any text, so only known methods are shown. */
    static String method(RequestContext context) {
        return HttpMethods.STANDARD.contains(context.request().method())
                ? context.request().method()
                : "HTTP";
    }

    /** The attributes of the client's request. */
    static Attributes of(RequestContext context) {
        AttributesBuilder all = method(Attributes.builder(), context)
                .put(PATH, context.request().shownPath())
                .put(SCHEME, context.request().scheme())
                .put(CLIENT, context.request().clientAddress())
                .put(STATUS, (long) context.status())
                .put(REQUEST_ID, context.request().id());
        put(all, AGENT, context.request().header("user-agent"));
        put(all, ROUTE, context.matchedPath());
        put(all, ROUTE_ID, context.route().routeId());
        put(all, ERROR, error(context));
        return all.build();
    }

    /** The error on the server's side; null if there is none. A client error is not an error of a server span. */
    static @Nullable String error(RequestContext context) {
        GatewayException failure = context.failure();
        if (context.clientGone()) {
            return "CLIENT_GONE";
        }
        if (failure != null && failure.error().status() >= 500) {
            return failure.error().name();
        }
        return context.status() >= 500 ? Integer.toString(context.status()) : null;
    }

    /** The attributes of an upstream attempt; {@code earlier} is the number of attempts before it. */
    static Attributes of(BackendSpan span, RequestContext context, int earlier) {
        AttributesBuilder all =
                method(Attributes.builder(), context).put(SERVER, span.host()).put(PEER, span.service());
        if (span.port() > 0) {
            all.put(SERVER_PORT, (long) span.port());
        }
        if (span.status() > 0) {
            all.put(STATUS, (long) span.status());
        }
        if (earlier > 0) {
            all.put(RESEND, (long) earlier);
        }
        put(all, ERROR, span.error());
        return all.build();
    }

    private static AttributesBuilder method(AttributesBuilder all, RequestContext context) {
        boolean known = HttpMethods.STANDARD.contains(context.request().method());
        if (!known) {
            all.put(METHOD_SENT, context.request().method());
        }
        return all.put(METHOD, known ? context.request().method() : "_OTHER");
    }

    private static void put(AttributesBuilder all, AttributeKey<String> key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            all.put(key, value);
        }
    }
}
