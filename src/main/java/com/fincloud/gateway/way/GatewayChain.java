package com.fincloud.gateway.way;

import com.fincloud.gateway.edge.GatewayEngine;
import java.util.List;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.InterceptDefinition;

/**
 * The chain: what every call passes before its route, in this order. It applies to each route that consumes from HTTP, written in
 * XML, YAML or Java, plain or from a template; a route that does not pass it cannot start.
 *
 * <pre>
 *   socket ─ request id ─ CORS ─ path guard ─ [ authentication ─ rate limit ─ authorization ─ forwarding ] ─ route
 *            └────── package edge ───────┘     └─────────────────── here ───────────────────┘
 * </pre>
 */
final class GatewayChain extends RouteConfigurationBuilder {

    private final Authentication authentication;
    private final RateLimiting rateLimiting;
    private final Authorization authorization;
    private final Forwarding forwarding;

    GatewayChain(
            Authentication authentication,
            RateLimiting rateLimiting,
            Authorization authorization,
            Forwarding forwarding) {
        this.authentication = authentication;
        this.rateLimiting = rateLimiting;
        this.authorization = authorization;
        this.forwarding = forwarding;
    }

    /** The steps in their order. */
    List<Step> steps() {
        return List.of(authentication, rateLimiting, authorization, forwarding);
    }

    @Override
    public void configuration() {
        // No id: Camel applies an unnamed configuration to every route that names no other.
        InterceptDefinition chain =
                routeConfiguration().interceptFrom("(platform-http|rest):.*").id(GatewayEngine.CHAIN);
        steps().forEach(chain::process);
    }
}
