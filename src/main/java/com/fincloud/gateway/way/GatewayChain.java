package com.fincloud.gateway.way;

import com.fincloud.gateway.edge.FilterChain;
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
final class GatewayChain {

    private final List<Step> steps;

    GatewayChain(
            Authentication authentication,
            RateLimiting rateLimiting,
            Authorization authorization,
            Forwarding forwarding) {
        this.steps = List.of(authentication, rateLimiting, authorization, forwarding);
    }

    /** The steps in their order. */
    List<Step> steps() {
        return steps;
    }

    /** The same steps, for the consumer to run. */
    FilterChain filters() {
        return new FilterChain(steps);
    }
}
