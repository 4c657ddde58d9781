package com.fincloud.gateway.routing;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RequestMeter;
import com.fincloud.gateway.http.RequestMeters;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.header.MediaRanges;
import com.fincloud.gateway.http.path.RoutePath;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.settings.Values;
import java.util.HashMap;
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
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the requests of one route: an exchange from the request, the filters, the route on the request's thread, the answer from the
 * exchange. The processor that Camel has built of the route runs only for a request that has passed the filters.
 */
public final class RouteConsumer extends DefaultConsumer implements PlatformHttpConsumer {

    private final RouteTable table;
    private final FilterChain filters;
    private final ResponseWriter responses;
    private final String path;
    private final Set<String> methods = new LinkedHashSet<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final RequestMeters meters;
    private final BiPredicate<String, String> dispatch = this::isChosenFor;
    private RouteAttributes attributes = RouteAttributes.NONE;
    private RequestMeter meter = RequestMeter.NONE;
    private String id = "";
    private volatile boolean retired;

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
        this.path = RoutePath.canonical(endpoint.getPath());
        String restrict = endpoint.getHttpMethodRestrict();
        if (restrict != null) {
            Values.list(restrict).forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
        }
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    String path() {
        return path;
    }

    /** The number of segments of the path. */
    int depth() {
        return path.length() == 1 ? 0 : (int) path.chars().filter(c -> c == '/').count();
    }

    /** Id of the route, its version included. */
    String id() {
        return id;
    }

    /** Begins a request; false when the route has been replaced in the meantime, and the request must look for its successor. */
    public boolean enter() {
        inFlight.incrementAndGet();
        if (retired) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Ends a request, its answer's body included. */
    public void leave() {
        inFlight.decrementAndGet();
    }

    /** Lets no further request in. */
    void retire() {
        retired = true;
    }

    /** Requests that are being answered. */
    int inFlight() {
        return inFlight.get();
    }

    boolean servesBelow() {
        return getEndpoint().isMatchOnUriPrefix();
    }

    /** Whether the path is declared with a slash behind it, in which spelling it is served as well. */
    boolean servesTrailingSlash() {
        return !servesBelow() && path.length() > 1 && getEndpoint().getPath().endsWith("/");
    }

    /** Any of these roles may call; empty means every caller. */
    Set<String> roles() {
        return attributes.roles();
    }

    /** The methods served, empty for all. */
    Set<String> methods() {
        return methods;
    }

    /** The most bytes that a request's body may have here. */
    public long maxBody(long fallback) {
        return attributes.maxBody() > 0 ? attributes.maxBody() : fallback;
    }

    boolean serves(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /** Whether a method goes to this route at a path that the route matches. */
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
        String fault = RoutePath.fault(path);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        attributes = RouteAttributes.of(route);
        if (route.getEndpoint() instanceof RestEndpoint rest) {
            methods.retainAll(Set.of(rest.getMethod()
                    .toUpperCase(Locale.ROOT))); // Camel adds OPTIONS, and answers it in place of the route
        }
        id = route.getId();
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
        context.matched(path);
        try {
            answer(context, exchange);
            responses.write(context, exchange, response);
        } finally {
            context.upstreamCalls()
                    .endAll(); // also when an error ends all: an answer that nobody reads has no time-out
            context.forgetBodies();
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    private void answer(RequestContext context, Exchange exchange) {
        try {
            RequestReader.read(context, exchange, dispatch);
            Map<String, String> variables = path.indexOf('{') < 0
                    ? null
                    : pathVariables(context.request().path());
            if (variables != null) {
                variables.forEach(exchange.getMessage()::setHeader);
            }
            if (filters.passes(context, exchange)) {
                checkMediaTypes(context);
                RequestBody body = context.request().body();
                if (body != null) {
                    body.keptBy(context::keptBodies);
                    KeptBodies.bound(exchange);
                }
                createUoW(exchange);
                getProcessor().process(exchange);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    /** What the endpoint consumes and produces, where it says so (RFC 9110 sections 15.5.7 and 15.5.16). */
    private void checkMediaTypes(RequestContext context) {
        PlatformHttpEndpoint endpoint = getEndpoint();
        if (endpoint.getConsumes() != null
                && context.request().body() != null
                && !MediaRanges.takes(endpoint.getConsumes(), context.request().header("content-type"))) {
            throw new GatewayException(GatewayError.UNSUPPORTED_MEDIA_TYPE);
        }
        if (endpoint.getProduces() != null
                && !MediaRanges.accepts(context.request().headers("accept"), endpoint.getProduces())) {
            throw new GatewayException(GatewayError.NOT_ACCEPTABLE);
        }
    }

    /** The values of the path's {@code {name}} segments, or null when {@code candidate} does not match. */
    @Nullable
    Map<String, String> pathVariables(String candidate) {
        Map<String, String> variables = new HashMap<>();
        int given = 1;
        for (String wanted : path.substring(1).split("/", -1)) {
            if (given > candidate.length()) {
                return null;
            }
            int slash = candidate.indexOf('/', given);
            String value = candidate.substring(given, slash < 0 ? candidate.length() : slash);
            if (RoutePath.isVariable(wanted) && !value.isEmpty()) {
                variables.put(wanted.substring(1, wanted.length() - 1), value);
            } else if (!wanted.equals(value)) {
                return null;
            }
            given = slash < 0 ? candidate.length() + 1 : slash + 1;
        }
        boolean ended = given > candidate.length() || (servesTrailingSlash() && given == candidate.length());
        return ended || servesBelow() ? variables : null;
    }
}
