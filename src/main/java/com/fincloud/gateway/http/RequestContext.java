package com.fincloud.gateway.http;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.part.ClientProtocol;
import com.fincloud.gateway.http.part.Credentials;
import com.fincloud.gateway.http.part.GatewayHeaders;
import com.fincloud.gateway.http.part.RequestBodies;
import com.fincloud.gateway.http.trace.FailedStep;
import com.fincloud.gateway.http.trace.RequestSpans;
import com.fincloud.gateway.websocket.Handshake;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The state of one request while it is handled: the client's request, the results of the filters, and the headers that the response will
 * carry. Only the request's thread may use it. The exchange has it as a property.
 */
public final class RequestContext {

    private static final String PROPERTY = "gateway.call";

    private final ClientRequest request;
    private final RequestTimings timings;
    private final RequestSpans spans = new RequestSpans();
    private final UpstreamCalls upstreamCalls = new UpstreamCalls();
    private final GatewayHeaders headers = new GatewayHeaders();
    private final ClientProtocol protocol = new ClientProtocol();
    private final Credentials credentials = new Credentials();
    private final RequestBodies bodies;

    private RouteAttributes route = RouteAttributes.NONE;
    private RequestMeter meter = RequestMeter.NONE;
    private String matchedPath = "";
    private @Nullable Caller caller;
    private @Nullable GatewayException failure;
    private @Nullable Throwable unforeseen;
    private volatile @Nullable FailedStep failedStep;
    private @Nullable String allow;
    private long sentBytes;
    private boolean cleared;
    private volatile boolean clientGone;
    private int status;
    private @Nullable Handshake webSocket;
    private @Nullable Runnable atEnd;
    private volatile @Nullable RouteParameters parameters;
    private volatile @Nullable RouteCalls calls;

    public RequestContext(ClientRequest request) {
        this.request = request;
        this.timings = new RequestTimings(request.body());
        this.bodies = new RequestBodies(request.body());
    }

    /**
     * The context of the request that {@code exchange} serves.
     *
     * @throws IllegalStateException if the exchange does not serve a client's request
     */
    public static RequestContext of(Exchange exchange) {
        if (exchange.getProperty(PROPERTY) instanceof RequestContext context) {
            return context;
        }
        throw new IllegalStateException("Exchange " + exchange.getExchangeId() + " serves no client's call");
    }

    /**
     * The context of the request that {@code exchange} serves; null if it does not serve a client's request, for instance if a timer
     * started the route.
     */
    public static @Nullable RequestContext find(Exchange exchange) {
        return exchange.getProperty(PROPERTY) instanceof RequestContext context ? context : null;
    }

    public void attachTo(Exchange exchange, RouteAttributes attributes, RequestMeter routeMeter) {
        this.route = attributes;
        this.meter = routeMeter;
        exchange.setProperty(PROPERTY, this);
    }

    /** Runs {@code action} when the request has ended, on its thread. There is at most one action. */
    public void atEnd(Runnable action) {
        atEnd = action;
    }

    /** Runs the action that was set for the request's end, once. */
    public void end() {
        Runnable action = atEnd;
        if (action != null) {
            atEnd = null;
            action.run();
        }
    }

    /** The client's request as it was received. */
    public ClientRequest request() {
        return request;
    }

    /** The time measurements of this request. */
    public RequestTimings timings() {
        return timings;
    }

    /** The request's place in a trace. */
    public RequestSpans spans() {
        return spans;
    }

    /** What this request keeps of bodies. */
    public RequestBodies bodies() {
        return bodies;
    }

    /** The headers for the backend, and those that the gateway adds to the response. */
    public GatewayHeaders headers() {
        return headers;
    }

    /** What is known of the caller's token or API key. */
    public Credentials credentials() {
        return credentials;
    }

    /** What the protocol of this request permits. */
    public ClientProtocol protocol() {
        return protocol;
    }

    /** The upstream requests in flight for this request. */
    public UpstreamCalls upstreamCalls() {
        return upstreamCalls;
    }

    /** The attributes of the route that serves this request. */
    public RouteAttributes route() {
        return route;
    }

    /** The meter of the request's route. Before a route is chosen, a meter that measures nothing. */
    public RequestMeter meter() {
        return meter;
    }

    public void sent(int bytes) {
        sentBytes += bytes;
    }

    /** Bytes of the response body that were sent to the client. */
    public long sentBytes() {
        return sentBytes;
    }

    /** The path that the request's route consumes from; empty before a route is chosen. */
    public String matchedPath() {
        return matchedPath;
    }

    public void matched(String declared) {
        matchedPath = declared;
    }

    /** Whether a header of the response message is only left over from the request. */
    public boolean isRequestHeader(String name, Object value) {
        return headers.isToBackend(name, value) || isPathParameter(name, value);
    }

    /** Whether a header of the message is only a segment of the request's path. */
    public boolean isPathParameter(String name, @Nullable Object value) {
        RouteParameters known = parameters;
        return known != null && known.isInPath(name, value);
    }

    /** The parameters of the path and of the query, for the steps of the route. */
    public RouteParameters parameters() {
        RouteParameters known = parameters;
        if (known == null) {
            known = new RouteParameters(request.query());
            parameters = known;
        }
        return known;
    }

    /** The calls of a plain route's steps, for a step that makes one. */
    public synchronized RouteCalls calls() {
        RouteCalls known = calls;
        if (known == null) {
            known = new RouteCalls();
            calls = known;
        }
        return known;
    }

    /** The calls that the steps of a plain route have made; null if they have made none. */
    public @Nullable RouteCalls madeCalls() {
        return calls;
    }

    /** The service in logs: the route's; for a plain route the services that its steps have called; empty if there is none. */
    public String service() {
        RouteCalls made = calls;
        return made == null || !route.service().isEmpty() ? route.service() : made.services();
    }

    /** The caller; null until a token has been verified. */
    public @Nullable Caller caller() {
        return caller;
    }

    /** Sets the caller. */
    public void caller(Caller verified) {
        this.caller = verified;
    }

    /** The handshake of the WebSocket for which this request asks; null for any other request. */
    public @Nullable Handshake webSocket() {
        return webSocket;
    }

    public void webSocket(Handshake handshake) {
        webSocket = handshake;
    }

    /** Ends the request with this failure, whatever the route does afterwards. The first failure wins. */
    public void fail(GatewayException reason) {
        if (failure == null) {
            failure = reason;
            timings.failed();
        }
    }

    /** Ends the request with this failure. The log gets the stack trace of {@code cause}. */
    public void fail(GatewayException reason, Throwable cause) {
        fail(reason);
        unforeseen = cause;
    }

    /** The failure with which the gateway responds; null if there is none. */
    public @Nullable GatewayException failure() {
        return failure;
    }

    /** The unforeseen exception; null if there is none. */
    public @Nullable Throwable unforeseen() {
        return unforeseen;
    }

    /** Records the step of a route that threw an exception, possibly on another thread. */
    public void failedStep(FailedStep step) {
        failedStep = step;
    }

    /** The last step of a route that threw an exception; null if there is none. The route may have handled the exception. */
    public @Nullable FailedStep failedStep() {
        return failedStep;
    }

    /** The methods that the path serves, if the request's method is not one of them; otherwise null. */
    public @Nullable String allow() {
        return allow;
    }

    public void allow(String methods) {
        this.allow = methods;
    }

    /** Records that the request has passed all filters. */
    public void clear() {
        cleared = true;
        timings.cleared();
    }

    /** Whether the request has passed all filters. */
    public boolean cleared() {
        return cleared;
    }

    /** Whether the client disconnected before the response was complete. */
    public boolean clientGone() {
        return clientGone;
    }

    public void clientLeft() {
        clientGone = true;
    }

    /** The status of the response; 0 before there is one. */
    public int status() {
        return status;
    }

    public void status(int code) {
        this.status = code;
    }
}
