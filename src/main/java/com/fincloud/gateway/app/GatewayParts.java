package com.fincloud.gateway.app;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.filter.Authentication;
import com.fincloud.gateway.filter.Authorization;
import com.fincloud.gateway.filter.Forwarding;
import com.fincloud.gateway.filter.GatewayChain;
import com.fincloud.gateway.filter.RateLimiting;
import com.fincloud.gateway.filter.WebSocketOpening;
import com.fincloud.gateway.health.BackendHealths;
import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.http.trace.B3;
import com.fincloud.gateway.ingress.Cors;
import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.openapi.DocumentationPages;
import com.fincloud.gateway.openapi.PageAccess;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.ratelimit.RefusedCallers;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.ratelimit.plan.PlanMeter;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.websocket.WebSockets;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;

/** The parts that the server and the commands share: the filters, and the gateway's own routes. */
public final class GatewayParts {

    private GatewayParts() {}

    /**
     * The filters that every request passes, in their order.
     *
     * @param refusedToken receives the reason of each refused token
     */
    public static GatewayChain chain(
            GatewaySettings settings,
            PageAccess access,
            JwtVerifier verifier,
            ApiKeys keys,
            RateLimiter limiter,
            PlanFile plans,
            PlanMeter planMeter,
            RefusedCallers refused,
            Clock clock,
            Consumer<String> refusedToken,
            WebSockets webSockets) {
        return new GatewayChain(
                new Authentication(verifier, keys, access, refusedToken),
                new RateLimiting(limiter, settings.rateLimit(), plans, planMeter, refused, clock),
                new Authorization(),
                new Forwarding(B3.of(settings.traces().propagators())),
                new WebSocketOpening(
                        new Cors(settings.cors()),
                        webSockets,
                        settings.rateLimit().ipv6Prefix()));
    }

    /** The routes that come from no file: health, status, the API document and its pages. */
    public static List<RouteBuilder> ownRoutes(
            GatewaySettings settings, HealthReport report, BackendHealths backends, ApiDocuments documents) {
        return List.of(
                new GatewayRoutes(settings, report, backends),
                new DocumentationRoutes(new DocumentationPages(documents)));
    }
}
