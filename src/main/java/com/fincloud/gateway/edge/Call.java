package com.fincloud.gateway.edge;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.identity.Caller;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * One client's call on its way: what came over the wire, what the chain found out about it, and what the answer shall carry. It
 * belongs to the request's thread; an exchange has it as a property.
 */
public final class Call {

    private static final String PROPERTY = "gateway.call";

    private final Request request;
    private final long startNanos;
    private final String requestId;
    private final String method;
    private final String path;
    private final @Nullable String query;
    private String shownPath;
    private final String peer;
    private final String clientAddress;
    private final boolean trustedPeer;
    private final Map<String, Object> requestHeaders = new HeaderMap();
    private final Map<String, String> replyHeaders = new LinkedHashMap<>();

    private RouteFacts route = RouteFacts.NONE;
    private volatile @Nullable RequestBody body;
    private @Nullable Caller caller;
    private @Nullable GatewayException failure;
    private @Nullable Throwable unforeseen;
    private final Queue<Runnable> upstream = new ConcurrentLinkedQueue<>();
    private volatile boolean upstreamEnded;
    private @Nullable GatewayException refusedToken;
    private @Nullable String allow;
    private final UpstreamTime upstreamTime = new UpstreamTime();
    private CallMeter meter = CallMeter.NONE;
    private @Nullable Traceparent traceparent;
    private @Nullable Queue<BackendSpan> spans;
    private String matchedPath = "";
    private long headNanos;
    private long sentBytes;
    private boolean cleared;
    private volatile boolean clientGone;
    private int status;

    Call(Request request, String requestId, ClientAddress.Found address) {
        this.request = request;
        this.startNanos = System.nanoTime();
        this.requestId = requestId;
        this.method = request.getMethod() == null ? "" : request.getMethod();
        this.path = Latin1.text(request.requestURI());
        this.shownPath = path;
        this.query = request.queryString().isNull() ? null : Latin1.text(request.queryString());
        this.peer = address.peer();
        this.clientAddress = address.client();
        this.trustedPeer = address.trustedPeer();
    }

    /**
     * The call that {@code exchange} serves.
     *
     * @throws IllegalStateException when the exchange did not come from a client
     */
    public static Call of(Exchange exchange) {
        if (exchange.getProperty(PROPERTY) instanceof Call call) {
            return call;
        }
        throw new IllegalStateException("Exchange " + exchange.getExchangeId() + " serves no client's call");
    }

    /** The call that {@code exchange} serves, or null when none does, for instance when a timer started the route. */
    public static @Nullable Call find(Exchange exchange) {
        return exchange.getProperty(PROPERTY) instanceof Call call ? call : null;
    }

    void attachTo(Exchange exchange, RouteFacts facts, CallMeter routeMeter) {
        this.route = facts;
        this.meter = routeMeter;
        exchange.setProperty(PROPERTY, this);
    }

    Request request() {
        return request;
    }

    /** Value of {@code X-Request-ID}, a UUID. */
    public String requestId() {
        return requestId;
    }

    /** The HTTP method as sent, empty where what came is no HTTP. */
    public String method() {
        return method;
    }

    /** The path as sent, nothing decoded, without the query. */
    public String path() {
        return path;
    }

    /** The path as a log, a trace or a report may show it: without what a setting masks. */
    public String shownPath() {
        return shownPath;
    }

    void shownPath(String shown) {
        this.shownPath = shown;
    }

    /** The query as sent, without the question mark; null when there is none, empty when only the mark is there. */
    public @Nullable String query() {
        return query;
    }

    /** The address at the other end of the connection. */
    public String peer() {
        return peer;
    }

    /** The client's address: the peer, or what a trusted proxy says of it. */
    public String clientAddress() {
        return clientAddress;
    }

    /** {@code http} or {@code https}, as the client came in. */
    public String scheme() {
        return request.scheme().isNull() ? "http" : request.scheme().toString();
    }

    /** The port that the client called. */
    public int serverPort() {
        int port = request.getServerPort();
        return port > 0 ? port : "https".equals(scheme()) ? 443 : 80;
    }

    /** The first value of a request header as it came over the wire, or null. */
    public @Nullable String header(String name) {
        return request.getMimeHeaders().getHeader(name);
    }

    /** All values of a request header in the order of the wire. */
    public List<String> headers(String name) {
        return RequestReader.values(request.getMimeHeaders(), name);
    }

    /** Whether the connection comes from a trusted proxy. */
    public boolean fromTrustedProxy() {
        return trustedPeer;
    }

    /** What the route that serves this call says about itself. */
    public RouteFacts route() {
        return route;
    }

    /** Nanoseconds since the request line was read. */
    public long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** What measures this call: its route's meter, none before there is a route. */
    public CallMeter meter() {
        return meter;
    }

    /** A backend is called on behalf of this call, at {@code now} on the clock of {@link System#nanoTime}. */
    public void upstreamBegins(long now) {
        upstreamTime.begin(now, waitedForBody());
    }

    /** The head of that backend's answer is there, or there will be none. */
    public void upstreamEnds(long now) {
        upstreamTime.end(now, waitedForBody());
    }

    /** Whether a backend was called. */
    public boolean upstreamUsed() {
        return upstreamTime.used();
    }

    /** Nanoseconds for which backends were waited for, to the head of their answers. */
    public long upstreamNanos() {
        return upstreamTime.nanos();
    }

    /** Nanoseconds for which the client's body was waited for. */
    public long waitedForBody() {
        RequestBody sent = body;
        return sent == null ? 0 : sent.waitedNanos();
    }

    void headOut(long nanos) {
        headNanos = nanos;
    }

    /** Nanoseconds from the request line to the head of the answer, 0 when none was sent. */
    public long headNanos() {
        return headNanos;
    }

    /** Nanoseconds of {@link #headNanos} in which neither a backend nor the client's body was waited for. */
    public long ownNanos() {
        return Math.max(0, headNanos - upstreamTime.nanos() - waitedForBody());
    }

    void sent(int bytes) {
        sentBytes += bytes;
    }

    /** Bytes of the answer's body that went to the client. */
    public long sentBytes() {
        return sentBytes;
    }

    /** Bytes of the request's body that were read. */
    public long receivedBytes() {
        RequestBody sent = body;
        return sent == null ? 0 : sent.received();
    }

    /** The {@code traceparent} that backends get, null before there is one. */
    public @Nullable Traceparent traceparent() {
        return traceparent;
    }

    void traceparent(Traceparent own) {
        traceparent = own;
    }

    /** The {@code traceparent} that the client sent, null when it sent none that is valid. */
    public @Nullable Traceparent clientsTraceparent() {
        return TraceContext.sent(this);
    }

    /** From now on what is done for this call is recorded. */
    void record() {
        spans = new ConcurrentLinkedQueue<>();
    }

    /** Whether what is done for this call is recorded. */
    public boolean recorded() {
        return spans != null;
    }

    /** Records an attempt to have a backend answer. */
    public void add(BackendSpan span) {
        Queue<BackendSpan> recorded = spans;
        if (recorded != null) {
            recorded.add(span);
        }
    }

    /** What was recorded, in the order in which it ended. */
    public Collection<BackendSpan> spans() {
        Queue<BackendSpan> recorded = spans;
        return recorded == null ? List.of() : recorded;
    }

    /** The path that the call's route consumes from, empty before there is a route. */
    public String matchedPath() {
        return matchedPath;
    }

    void matched(String declared) {
        matchedPath = declared;
    }

    /** When the request line was read, on the clock of {@link System#nanoTime}. */
    public long startNanos() {
        return startNanos;
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
    boolean isRequestHeader(String name, Object value) {
        return requestHeaders.get(name) == value;
    }

    /** Sets a header that the answer carries, whoever makes it; it replaces a backend's header of that name. */
    public void replyHeader(String name, String value) {
        replyHeaders.put(name, value);
    }

    Map<String, String> replyHeaders() {
        return replyHeaders;
    }

    /** The request's body, or null when it has none. */
    public @Nullable RequestBody body() {
        return body;
    }

    void body(RequestBody body) {
        this.body = body;
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

    void allow(String methods) {
        this.allow = methods;
    }

    /** The chain let this call pass. */
    void clear() {
        cleared = true;
    }

    /** Whether the chain let this call pass. */
    boolean cleared() {
        return cleared;
    }

    /** Adds a way to end a backend call at once; to end one that is complete does nothing. */
    public void upstream(Runnable abort) {
        upstream.add(abort);
        if (upstreamEnded) {
            abort.run();
        }
    }

    /** Ends every backend call at once: nobody waits for an answer any more. */
    public void endUpstream() {
        upstreamEnded = true;
        for (Runnable abort = upstream.poll(); abort != null; abort = upstream.poll()) {
            abort.run();
        }
    }

    /** Whether nobody waits for a backend's answer any more. */
    public boolean upstreamEnded() {
        return upstreamEnded;
    }

    /** Whether the client went away before its answer was complete. */
    public boolean clientGone() {
        return clientGone;
    }

    void clientLeft() {
        clientGone = true;
    }

    /** The status of the answer, 0 before there is one. */
    public int status() {
        return status;
    }

    void status(int code) {
        this.status = code;
    }
}
