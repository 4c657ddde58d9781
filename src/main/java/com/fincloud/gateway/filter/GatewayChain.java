package com.fincloud.gateway.filter;

import com.fincloud.gateway.routing.FilterChain;
import java.util.List;

/**
 * The chain: what every request passes before its route, in this order. The consumer of {@code platform-http:} runs it, so it holds for
 * each route that serves HTTP, written in XML, YAML or Java, plain, from a template or as a rest.
 *
 * <pre>
 *   socket ─ request id ─ CORS ─ path guard ─ [ authentication ─ rate limit ─ authorization ─ forwarding ] ─ route
 *            └────── package edge ───────┘     └─────────────────── here ───────────────────┘
 * </pre>
 *
 * <p>The route is everything that Camel runs: REST binding, interceptors, error handlers and the steps of a file.
 */
public final class GatewayChain {

    private final List<GatewayFilter> steps;

    public GatewayChain(
            Authentication authentication,
            RateLimiting rateLimiting,
            Authorization authorization,
            Forwarding forwarding) {
        this.steps = List.of(authentication, rateLimiting, authorization, forwarding);
    }

    /** The steps in their order. */
    public List<GatewayFilter> steps() {
        return steps;
    }

    /** The same steps, for the consumer to run. */
    public FilterChain filters() {
        return new FilterChain(steps);
    }
}
