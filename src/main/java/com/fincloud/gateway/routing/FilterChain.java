package com.fincloud.gateway.routing;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * The filters that every request passes before its route, in their order. The consumer runs them outside everything that Camel wraps around
 * a route (REST binding, interceptors, error handlers). So no route file can change them, skip them or run before them.
 */
public final class FilterChain {

    private final Filter[] filters;

    /** Creates a chain of these filters. */
    public FilterChain(List<? extends Filter> filters) {
        this.filters = filters.toArray(Filter[]::new);
    }

    /** The filters' names, in their order. */
    public List<String> names() {
        return Arrays.stream(filters)
                .map(filter -> filter.getClass().getSimpleName())
                .toList();
    }

    /**
     * Runs the filters until a filter refuses the request. A request that passes all filters is marked as cleared. A refused request has a
     * failure in its context. An unforeseen exception of a filter refuses the request with 500.
     *
     * @return whether the route may run
     */
    boolean passes(RequestContext context, Exchange exchange) {
        try {
            for (Filter filter : filters) {
                filter.check(context, exchange);
            }
            context.clear();
            return true;
        } catch (GatewayException e) {
            context.fail(e);
        } catch (RuntimeException e) {
            context.fail(new GatewayException(GatewayError.UNFORESEEN), e);
        }
        return false;
    }
}
