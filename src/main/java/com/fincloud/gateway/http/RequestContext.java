package com.fincloud.gateway.http;

import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.header.HeaderMap;
import com.fincloud.gateway.http.trace.FailedStep;
import com.fincloud.gateway.http.trace.RequestSpans;
import com.fincloud.gateway.websocket.Handshake;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
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
    private final Map<String, Object> requestHeaders = new HeaderMap();
    private final Map<String, String> responseHeaders = new LinkedHashMap<>();

    private RouteAttributes route = RouteAttributes.NONE;
    private RequestMeter meter = RequestMeter.NONE;
    private String matchedPath = "";
    private @Nullable Caller caller;
    private @Nullable ApiKey apiKey;
    private @Nullable GatewayException refusedToken;
    private @Nullable GatewayException failure;
    private @Nullable Throwable unforeseen;
    private volatile @Nullable FailedStep failedStep;
    private @Nullable String allow;
    private long sentBytes;
    private boolean cleared;
    private volatile boolean clientGone;
    private int status;
    private boolean trailers;
    private boolean trailersExcluded;
    private boolean upgradable;
    private @Nullable BooleanSupplier permission;
    private @Nullable Handshake webSocket;
    private KeptBodies.@Nullable Share keptBodies;
    private boolean bodiesReleased;
    private boolean bodiesUsedOnce;
    private boolean answerLast;
    private @Nullable Runnable atEnd;
    private volatile @Nullable RouteParameters parameters;
    private volatile @Nullable RouteCalls calls;

    public RequestContext(ClientRequest request) {
        this.request = request;
        this.timings = new RequestTimings(request.body());
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

    /** The memory share for bodies that the route's steps keep for this request. */
    public synchronized KeptBodies.Share keptBodies() {
        KeptBodies.Share known = keptBodies;
        if (known == null) {
            known = KeptBodies.ofHeap();
            keptBodies = known;
            if (bodiesReleased) {
                known.giveBack(); // for a thread that still runs after the request has ended
            }
        }
        return known;
    }

    /** Sets whether no step of the route can need a body again after it has been sent. */
    public void bodiesAreUsedOnce(boolean once) {
        bodiesUsedOnce = once;
    }

    /** Whether no step of the route can need a body again after it has been sent. */
    public boolean bodiesAreUsedOnce() {
        return bodiesUsedOnce;
    }

    /** Sets whether no step of the route can need the answer after it has been sent. */
    public void answerIsLast(boolean last) {
        answerLast = last;
    }

    /** Whether no step of the route can need the answer after it has been sent. */
    public boolean answerIsLast() {
        return answerLast;
    }

    /**
     * Ends the reading of bodies, before their connections are used for other requests. A body that a copy of the exchange still needs, for
     * instance one in a queue, is read to its end first.
     */
    public void settleBodies() {
        KeptBodies.Share share;
        synchronized (this) {
            share = keptBodies;
        }
        RequestBody body = request.body();
        if (share != null) {
            if (body != null && share.isHeld()) {
                body.copy(null); // begins to keep it, in case nobody has read it yet
            }
            share.detach(!clientGone());
        }
        if (body != null) {
            body.leave();
        }
    }

    /** Releases the memory of the kept bodies, which are no longer needed. */
    public synchronized void forgetBodies() {
        bodiesReleased = true;
        if (keptBodies != null) {
            keptBodies.giveBack();
        }
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

    /** Sets a header of the message to the backend. It will not be echoed to the client. */
    public void requestHeader(Message message, String name, Object value) {
        message.setHeader(name, value);
        requestHeaders.put(name, value);
    }

    /** Removes a header of the request from the message to the backend. */
    public void dropRequestHeader(Message message, String name) {
        message.removeHeader(name);
        requestHeaders.remove(name);
    }

    /** Removes a header of the message, so that neither the route nor the backend gets it. */
    public void removeRequestHeader(Message message, String name) {
        message.removeHeader(name);
        requestHeaders.remove(name);
    }

    /** The headers for the backend, by case-insensitive name: the received headers and the headers that the filters have set. */
    public Map<String, Object> requestHeaders() {
        return Collections.unmodifiableMap(requestHeaders);
    }

    /** Whether a header of the response message is only left over from the request. */
    public boolean isRequestHeader(String name, Object value) {
        return requestHeaders.get(name) == value || isPathParameter(name, value);
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

    /**
     * Sets a header of the response, whether the gateway or a backend produces the response. It replaces a backend's header of that name.
     */
    public void responseHeader(String name, String value) {
        responseHeaders.put(name, value);
    }

    public Map<String, String> responseHeaders() {
        return responseHeaders;
    }

    /** The caller; null until a token has been verified. */
    public @Nullable Caller caller() {
        return caller;
    }

    /** Sets the caller. */
    public void caller(Caller verified) {
        this.caller = verified;
    }

    /** Records that the client understands trailer fields (RFC 9110 section 10.1.4). */
    public void takesTrailers() {
        trailers = true;
    }

    /** Records that the request's protocol cannot have trailer fields. */
    public void excludeTrailers() {
        trailersExcluded = true;
    }

    /** Whether trailer fields pass in both directions. */
    public boolean passesTrailers() {
        return trailers && !trailersExcluded;
    }

    /** Records that the connection can change to a different protocol after this request. */
    public void permitUpgrade() {
        upgradable = true;
    }

    /** Whether the connection can change to a different protocol after this request. */
    public boolean mayUpgrade() {
        return upgradable;
    }

    /** Whether the caller's token would still be accepted, for a connection that outlives the request; true without a token. */
    public BooleanSupplier permission() {
        BooleanSupplier known = permission;
        return known == null ? () -> true : known;
    }

    public void permission(BooleanSupplier current) {
        permission = current;
    }

    /** The handshake of the WebSocket for which this request asks; null for any other request. */
    public @Nullable Handshake webSocket() {
        return webSocket;
    }

    public void webSocket(Handshake handshake) {
        webSocket = handshake;
    }

    /** The API key of the caller; null if the caller has a token, or if there is none. */
    public @Nullable ApiKey apiKey() {
        return apiKey;
    }

    /** Sets the API key of the caller. */
    public void apiKey(ApiKey verified) {
        this.apiKey = verified;
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

    /** Why the token was refused; null if it was not. */
    public @Nullable GatewayException refusedToken() {
        return refusedToken;
    }

    /** Stores why the token was refused. */
    public void refusedToken(GatewayException reason) {
        this.refusedToken = reason;
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
