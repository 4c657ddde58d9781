package com.fincloud.gateway.routing;

import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RequestMeter;
import com.fincloud.gateway.http.RequestMeters;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.RouteParameters;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.path.RoutePath;
import com.fincloud.gateway.routing.body.BodyUse;
import com.fincloud.gateway.routing.body.OriginalMessage;
import com.fincloud.gateway.routing.response.ResponseWriter;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.settings.value.Values;
import com.fincloud.gateway.websocket.Handshake;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.rest.RestEndpoint;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the requests of one route on the request's thread: creates the exchange, runs the filters and the route, and writes the response.
 * The processor that Camel has built from the route runs only for requests that have passed the filters.
 */
public final class RouteConsumer extends DefaultConsumer implements PlatformHttpConsumer {

    private final RouteTable table;
    private final FilterChain filters;
    private final ResponseWriter responses;
    private final PathPattern pattern;
    private final Set<String> methods = new LinkedHashSet<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final RequestMeters meters;
    private final BiPredicate<String, String> dispatch = this::isChosenFor;
    private RouteAttributes attributes = RouteAttributes.NONE;
    private Map<String, String> queryDefaults = Map.of();
    private RequestMeter meter = RequestMeter.NONE;
    private String id = "";
    private @Nullable ClassLoader extensions;
    private volatile boolean retired;
    private boolean once; // no step can need a body again after it has been sent
    private boolean last; // no step can need the answer after it has been sent
    private boolean original; // a step may need the client's message as it came

    RouteConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            RouteTable table,
            FilterChain filters,
            ResponseWriter responses,
            RequestMeters meters) {
        super(endpoint, processor);
        this.meters = meters;
        this.table = table;
        this.filters = filters;
        this.responses = responses;
        this.pattern = pattern(endpoint);
        String restrict = endpoint.getHttpMethodRestrict();
        if (restrict != null) {
            Values.list(restrict).forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
        }
    }

    private static PathPattern pattern(PlatformHttpEndpoint endpoint) {
        String path = RoutePath.canonical(endpoint.getPath());
        boolean below = endpoint.isMatchOnUriPrefix();
        boolean slash = !below && path.length() > 1 && endpoint.getPath().endsWith("/");
        return new PathPattern(path, below, slash);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    String path() {
        return pattern.path();
    }

    /** The number of segments of the path. */
    int depth() {
        return pattern.depth();
    }

    /** The route's id, including its version. */
    String id() {
        return id;
    }

    /** Begins a request. Returns false if the route has been replaced in the meantime; then the request must look for the next version. */
    public boolean enter() {
        inFlight.incrementAndGet();
        if (retired) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Ends a request after its response body has been written. */
    public void leave() {
        inFlight.decrementAndGet();
    }

    /** Accepts no further requests. */
    void retire() {
        retired = true;
    }

    /** The number of requests that are being answered. */
    int inFlight() {
        return inFlight.get();
    }

    boolean servesBelow() {
        return pattern.below();
    }

    /** Whether the path is declared with a trailing slash; then it is also served in that spelling. */
    boolean servesTrailingSlash() {
        return pattern.trailingSlash();
    }

    /** A caller needs one of these roles. Empty means every caller. */
    Set<String> roles() {
        return attributes.roles();
    }

    /** The methods that the route serves. Empty means all methods. */
    Set<String> methods() {
        return methods;
    }

    /** The maximum length of a request body in bytes; {@code fallback} if the route does not set it. */
    public long maxBody(long fallback) {
        return attributes.maxBody() > 0 ? attributes.maxBody() : fallback;
    }

    boolean serves(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /** Whether a request with this method and path would go to this route. */
    private boolean isChosenFor(String method, String at) {
        for (RouteConsumer consumer : table.index().match(at)) {
            if (consumer.serves(method)) {
                return consumer == this;
            }
        }
        return false;
    }

    /**
     * Registers the path.
     *
     * @throws IllegalArgumentException when the path or a route property has an impossible value
     */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Route route = route();
        String fault = RoutePath.fault(path());
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        attributes = RouteAttributes.of(route);
        queryDefaults = RouteParameters.defaultsIn(route.getProperties());
        if (route.getEndpoint() instanceof RestEndpoint rest) {
            methods.retainAll(Set.of(rest.getMethod()
                    .toUpperCase(Locale.ROOT))); // Camel adds OPTIONS, which it answers without the route
        }
        id = route.getId();
        extensions = Extensions.loader(route.getCamelContext());
        once = BodyUse.isOnce(route);
        last = BodyUse.endsWithAnswer(route);
        original = OriginalMessage.isUsedBy(route);
        meter = meters.open(attributes, this::inFlight);
        retired = false;
        table.add(this);
    }

    @Override
    protected void doStop() throws Exception {
        table.remove(this);
        meter.close();
        super.doStop();
    }

    private Route route() {
        for (Route route : getEndpoint().getCamelContext().getRoutes()) {
            if (RouteMatch.consumer(route) == this) {
                return route;
            }
        }
        throw new IllegalStateException("No route consumes from " + getEndpoint());
    }

    public void serve(RequestContext context, GatewayResponse response) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        context.attachTo(exchange, attributes, meter);
        context.matched(path());
        context.bodies().needed(once, last);
        try {
            answer(context, exchange);
            responses.write(context, exchange, response);
        } finally {
            context.bodies().settle(context.clientGone());
            // Also after an error, because an upstream response that is no longer read has no time-out.
            context.upstreamCalls().endAll();
            context.upstreamCalls().awaitEnd();
            Handshake webSocket = context.webSocket();
            if (webSocket != null) {
                webSocket.abandon();
            }
            context.end();
            try {
                doneUoW(exchange); // its completions still have the bodies
            } finally {
                context.bodies().release();
            }
            releaseExchange(exchange, false);
        }
    }

    @Override
    public UnitOfWork createUoW(Exchange exchange) throws Exception {
        // A route that this one calls may use the original message, too.
        if (original || (!once && getEndpoint().getCamelContext().isAllowUseOriginalMessage())) {
            exchange.getExchangeExtension().setUnitOfWork(OriginalMessage.keptIn(exchange));
        }
        return super.createUoW(exchange);
    }

    private void answer(RequestContext context, Exchange exchange) {
        try {
            RequestReader.read(context, exchange, dispatch);
            Map<String, String> variables =
                    pattern.hasVariables() ? pathVariables(context.request().path()) : null;
            if (variables != null) {
                variables.forEach((name, value) -> context.parameters().addToPath(exchange.getMessage(), name, value));
            }
            if (!queryDefaults.isEmpty()) {
                context.parameters().defaults(queryDefaults);
            }
            if (filters.passes(context, exchange)) {
                MediaTypes.check(context, getEndpoint());
                RequestBody body = context.request().body();
                if (body != null) {
                    body.keptBy(context.bodies()::share, !once);
                    KeptBodies.bound(exchange);
                    MediaTypes.nameCharset(context, exchange);
                }
                createUoW(exchange);
                if (extensions != null) {
                    Thread.currentThread().setContextClassLoader(extensions);
                }
                getProcessor().process(exchange);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    /** The values of the path's {@code {name}} segments, or null when {@code candidate} does not match. */
    @Nullable
    Map<String, String> pathVariables(String candidate) {
        return pattern.variables(candidate);
    }
}
