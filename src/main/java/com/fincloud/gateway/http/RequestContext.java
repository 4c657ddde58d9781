package com.fincloud.gateway.http;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.header.HeaderMap;
import com.fincloud.gateway.http.trace.RequestSpans;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * One client's call on its way: what came over the wire, what the chain found out about it, and what the answer shall carry. It
 * belongs to the request's thread; an exchange has it as a property.
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
    private @Nullable GatewayException refusedToken;
    private @Nullable GatewayException failure;
    private @Nullable Throwable unforeseen;
    private @Nullable String allow;
    private long sentBytes;
    private boolean cleared;
    private volatile boolean clientGone;
    private int status;
    private KeptBodies.@Nullable Share keptBodies;
    private boolean bodiesForgotten;

    public RequestContext(ClientRequest request) {
        this.request = request;
        this.timings = new RequestTimings(request.body());
    }

    /**
     * The call that {@code exchange} serves.
     *
     * @throws IllegalStateException when the exchange did not come from a client
     */
    public static RequestContext of(Exchange exchange) {
        if (exchange.getProperty(PROPERTY) instanceof RequestContext context) {
            return context;
        }
        throw new IllegalStateException("Exchange " + exchange.getExchangeId() + " serves no client's call");
    }

    /** The call that {@code exchange} serves, or null when none does, for instance when a timer started the route. */
    public static @Nullable RequestContext find(Exchange exchange) {
        return exchange.getProperty(PROPERTY) instanceof RequestContext context ? context : null;
    }

    public void attachTo(Exchange exchange, RouteAttributes attributes, RequestMeter routeMeter) {
        this.route = attributes;
        this.meter = routeMeter;
        exchange.setProperty(PROPERTY, this);
    }

    /** What the route's steps keep of bodies for this call. */
    public synchronized KeptBodies.Share keptBodies() {
        KeptBodies.Share known = keptBodies;
        if (known == null) {
            known = KeptBodies.ofHeap();
            keptBodies = known;
            if (bodiesForgotten) {
                known.giveBack(); // for a thread that outlives the request
            }
        }
        return known;
    }

    /** Nobody needs the bodies any more. */
    public synchronized void forgetBodies() {
        bodiesForgotten = true;
        if (keptBodies != null) {
            keptBodies.giveBack();
        }
    }

    /** What came over the wire. */
    public ClientRequest request() {
        return request;
    }

    /** Where the time goes. */
    public RequestTimings timings() {
        return timings;
    }

    /** The call's place in a trace. */
    public RequestSpans spans() {
        return spans;
    }

    /** The backend calls that are under way for it. */
    public UpstreamCalls upstreamCalls() {
        return upstreamCalls;
    }

    /** What the route that serves this call says about itself. */
    public RouteAttributes route() {
        return route;
    }

    /** What measures this call: its route's meter, none before there is a route. */
    public RequestMeter meter() {
        return meter;
    }

    public void sent(int bytes) {
        sentBytes += bytes;
    }

    /** Bytes of the answer's body that went to the client. */
    public long sentBytes() {
        return sentBytes;
    }

    /** The path that the call's route consumes from, empty before there is a route. */
    public String matchedPath() {
        return matchedPath;
    }

    public void matched(String declared) {
        matchedPath = declared;
    }

    /** Sets a header of the message that goes to the backend; it will not be echoed to the client. */
    public void requestHeader(Message message, String name, Object value) {
        message.setHeader(name, value);
        requestHeaders.put(name, value);
    }

    /** The headers for the backend, by names in any case: what came over the wire, and what the chain has set. */
    public Map<String, Object> requestHeaders() {
        return Collections.unmodifiableMap(requestHeaders);
    }

    /** Whether a header of the answering message is only a left-over of the request. */
    public boolean isRequestHeader(String name, Object value) {
        return requestHeaders.get(name) == value;
    }

    /** Sets a header that the answer carries, whoever makes it; it replaces a backend's header of that name. */
    public void responseHeader(String name, String value) {
        responseHeaders.put(name, value);
    }

    public Map<String, String> responseHeaders() {
        return responseHeaders;
    }

    /** Who calls, once a token has been verified. */
    public @Nullable Caller caller() {
        return caller;
    }

    /** Says who calls. */
    public void caller(Caller verified) {
        this.caller = verified;
    }

    /** Ends the way: the answer will be this failure, whatever the route does afterwards. The first failure stays. */
    public void fail(GatewayException reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Ends the way with 500; the log gets the stack trace. */
    public void fail(GatewayException reason, Throwable cause) {
        fail(reason);
        unforeseen = cause;
    }

    /** Why the gateway itself answers, or null. */
    public @Nullable GatewayException failure() {
        return failure;
    }

    /** What nobody foresaw, or null. */
    public @Nullable Throwable unforeseen() {
        return unforeseen;
    }

    /** Why the token was not accepted, or null. */
    public @Nullable GatewayException refusedToken() {
        return refusedToken;
    }

    /** Remembers why the token was not accepted. */
    public void refusedToken(GatewayException reason) {
        this.refusedToken = reason;
    }

    /** The methods that are served here, when this call's method is not among them; else null. */
    public @Nullable String allow() {
        return allow;
    }

    public void allow(String methods) {
        this.allow = methods;
    }

    /** The chain let this call pass. */
    public void clear() {
        cleared = true;
    }

    /** Whether the chain let this call pass. */
    public boolean cleared() {
        return cleared;
    }

    /** Whether the client went away before its answer was complete. */
    public boolean clientGone() {
        return clientGone;
    }

    public void clientLeft() {
        clientGone = true;
    }

    /** The status of the answer, 0 before there is one. */
    public int status() {
        return status;
    }

    public void status(int code) {
        this.status = code;
    }
}
