package com.fincloud.gateway.filter;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.path.HealthPaths;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.Refusal;
import com.fincloud.gateway.ratelimit.window.Window;
import com.fincloud.gateway.settings.Address;
import com.fincloud.gateway.settings.GatewaySettings;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the request against the user or, without a user, against the client's address. Response headers tell the client how many requests
 * are left.
 */
public final class RateLimiting implements GatewayFilter {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimiting.class);

    private final RateLimiter limiter;
    private final boolean enabled;
    private final RateLimitFields fields;
    private final int ipv6Prefix;

    public RateLimiting(RateLimiter limiter, GatewaySettings.RateLimit settings) {
        this.limiter = limiter;
        this.enabled = settings.enabled();
        this.fields = new RateLimitFields(new Limits(settings.perMinute(), settings.perHour()));
        this.ipv6Prefix = settings.ipv6Prefix();
    }

    @Override
    public String explain(ExplainedRequest inquiry) {
        if (isUncounted(inquiry.path())) {
            return enabled ? "rate limit: not counted" : "rate limit: off (RATE_LIMIT_ENABLED=false)";
        }
        Limits limits = fields(inquiry.route()).limits();
        return "rate limit: " + limits.perMinute() + " requests a minute and " + limits.perHour()
                + " an hour for each user, or address without a token"
                + (inquiry.route().hasOwnLimits() ? ", counted for this route apart" : "") + ", else 429";
    }

    private boolean isUncounted(String path) {
        return !enabled || HealthPaths.contains(path);
    }

    @Override
    public void check(RequestContext context, Exchange exchange) {
        if (isUncounted(context.request().path())) {
            return;
        }
        RateLimitFields own = fields(context.route());
        Decision decision = decision(context, own);
        context.meter().limited(decision.allowed(), decision.degraded());
        own.decided(context, decision);
        Refusal refusal = decision.refusal();
        if (refusal != null) {
            refuse(context, refusal);
        }
    }

    /** The key of an unauthenticated client: its IPv4 address, or the block of addresses that contains its IPv6 address. */
    private String addressKey(String address) {
        Address six = address.indexOf(':') < 0 ? null : Address.parse(address);
        return six == null ? address : six.client(ipv6Prefix);
    }

    private String client(RequestContext context) {
        Caller caller = context.caller();
        String client =
                caller == null ? "addr:" + addressKey(context.request().clientAddress()) : "user:" + caller.userId();
        // The user comes last: a user's id may contain every separator, and must not read like the key of another user.
        return context.route().hasOwnLimits() ? "route:" + context.route().routeId() + ":" + client : client;
    }

    private RateLimitFields fields(RouteAttributes route) {
        if (!route.hasOwnLimits()) {
            return fields;
        }
        Limits limits = fields.limits();
        return new RateLimitFields(new Limits(
                route.limitPerMinute() > 0 ? route.limitPerMinute() : limits.perMinute(),
                route.limitPerHour() > 0 ? route.limitPerHour() : limits.perHour()));
    }

    private Decision decision(RequestContext context, RateLimitFields own) {
        try {
            return limiter.admit(client(context), own.limits());
        } catch (GatewayException e) {
            own.uncounted(context);
            throw e;
        }
    }

    private static void refuse(RequestContext context, Refusal refusal) {
        String window = refusal.window() == Window.MINUTE ? "minute" : "hour";
        LOG.atWarn()
                .addKeyValue("request_id", context.request().id())
                .addKeyValue("client_ip", context.request().clientAddress())
                .addKeyValue(
                        "user_id",
                        context.caller() == null ? null : context.caller().userId())
                .addKeyValue("route_id", context.route().routeId())
                .addKeyValue("limit", refusal.limit())
                .addKeyValue("window", window)
                .log("Rate limit exceeded");
        throw RateLimitFields.refused(
                new GatewayException(GatewayError.RATE_LIMITED, Integer.toString(refusal.limit()), window), refusal);
    }
}
