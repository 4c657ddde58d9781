package com.fincloud.gateway.filter;

import com.fincloud.gateway.routing.FilterChain;
import java.util.List;

/**
 * The filters that every request passes before its route, in this order. The consumer of {@code platform-http:} runs them, so they hold
 * for each route that serves HTTP, written in XML, YAML or Java, plain, from a template or as a rest. The description of the package
 * shows what comes before and after them.
 */
public final class GatewayChain {

    private final List<GatewayFilter> filters;

    public GatewayChain(
            Authentication authentication,
            RateLimiting rateLimiting,
            Authorization authorization,
            Forwarding forwarding,
            WebSocketOpening webSocketOpening) {
        this.filters = List.of(authentication, rateLimiting, authorization, forwarding, webSocketOpening);
    }

    /** The filters in their order. */
    public List<GatewayFilter> filters() {
        return filters;
    }

    /** The same filters, for the consumer to run. */
    public FilterChain chain() {
        return new FilterChain(filters);
    }
}
