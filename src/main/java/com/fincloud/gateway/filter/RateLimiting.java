package com.fincloud.gateway.filter;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.filter.PlanChoice.Chosen;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.path.HealthPaths;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.ratelimit.RefusedCallers;
import com.fincloud.gateway.ratelimit.plan.Concurrency;
import com.fincloud.gateway.ratelimit.plan.Plan;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.ratelimit.plan.PlanMeter;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Refusal;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.value.Address;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts the request against the user or, without a user, against the client's address. The plan of the caller says how many requests are
 * admitted. Response headers tell the client how many are left.
 */
public final class RateLimiting implements GatewayFilter {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimiting.class);
    private static final String CONCURRENT = "concurrent";

    private final RateLimiter limiter;
    private final PlanChoice plans;
    private final PlanMeter meter;
    private final RefusedCallers callers;
    private final Clock clock;
    private final boolean enabled;
    private final int ipv6Prefix;
    private final Concurrency concurrency = new Concurrency();

    /** Creates the filter. {@code meter} measures what plans decide, {@code callers} whom they refuse. */
    public RateLimiting(
            RateLimiter limiter,
            GatewaySettings.RateLimit settings,
            PlanFile plans,
            PlanMeter meter,
            RefusedCallers callers,
            Clock clock) {
        this.limiter = limiter;
        this.plans = new PlanChoice(plans);
        this.meter = meter;
        this.callers = callers;
        this.clock = clock;
        this.enabled = settings.enabled();
        this.ipv6Prefix = settings.ipv6Prefix();
    }

    @Override
    public String explain(ExplainedRequest inquiry) {
        if (isUncounted(inquiry.path())) {
            return enabled ? "rate limit: not counted" : "rate limit: off (RATE_LIMIT_ENABLED=false)";
        }
        return RateLimitSentence.of(inquiry, plans);
    }

    private boolean isUncounted(String path) {
        return !enabled || HealthPaths.contains(path);
    }

    @Override
    public void check(RequestContext context, Exchange exchange) {
        if (isUncounted(context.request().path())) {
            return;
        }
        Chosen chosen = plans.of(context);
        Plan plan = chosen.plan();
        if (plan.isExempt()) {
            meter.decided(plan.name(), PlanMeter.Outcome.EXEMPT, "none");
            return;
        }
        String caller = caller(context);
        String client = client(context, caller);
        int left = plan.concurrent() > 0 ? enter(context, caller, plan.concurrent()) : 0;
        int cost = left < 0 && !chosen.reports()
                ? 0
                : plan.limits().payable(context.route().cost());
        Decision decision = decision(context, client, cost, chosen);
        chosen.fields().decided(context, decision, Math.max(0, left));
        Refusal refusal = decision.refusal();
        boolean refused = left < 0 || refusal != null;
        context.meter().limited(!refused || chosen.reports(), decision.degraded());
        String limit = left < 0
                ? CONCURRENT
                : refusal == null ? "none" : refusal.window().word();
        if (plans.hasPlans()) {
            meter.decided(plan.name(), outcome(refused, chosen.reports()), limit);
        }
        if (refused) {
            long most = left < 0 || refusal == null ? plan.concurrent() : refusal.limit();
            callers.beyond(caller, plan.name(), limit, chosen.reports());
            beyond(context, plan, most, limit, chosen.reports());
            if (!chosen.reports()) {
                context.end(); // its place is free before the response is written
                throw left < 0 || refusal == null ? atOnce(most) : refused(refusal);
            }
        }
    }

    private static PlanMeter.Outcome outcome(boolean refused, boolean reports) {
        if (!refused) {
            return PlanMeter.Outcome.ALLOWED;
        }
        return reports ? PlanMeter.Outcome.REPORTED : PlanMeter.Outcome.REFUSED;
    }

    /** Counts the request at once with those of all routes, also of routes with limits of their own. */
    private int enter(RequestContext context, String caller, int most) {
        int left = concurrency.enter(caller, most);
        if (left >= 0) {
            context.atEnd(() -> concurrency.leave(caller));
        }
        return left;
    }

    /** The key of an unauthenticated client: its IPv4 address, or the block of addresses that contains its IPv6 address. */
    private String addressKey(String address) {
        Address six = address.indexOf(':') < 0 ? null : Address.parse(address);
        return six == null ? address : six.client(ipv6Prefix);
    }

    private static String client(RequestContext context, String caller) {
        // The user comes last: a user's id may contain every separator, and must not read like the key of another user.
        return context.route().hasOwnLimits() ? "route:" + context.route().routeId() + ":" + caller : caller;
    }

    private String caller(RequestContext context) {
        Caller caller = context.caller();
        return caller == null ? "addr:" + addressKey(context.request().clientAddress()) : "user:" + caller.userId();
    }

    private Decision decision(RequestContext context, String client, int cost, Chosen chosen) {
        try {
            return limiter.admit(client, chosen.fields().limits(), cost);
        } catch (GatewayException e) {
            if (chosen.reports()) {
                return Decision.unlimited(chosen.fields().limits());
            }
            chosen.fields().uncounted(context);
            throw e;
        }
    }

    private static void beyond(RequestContext context, Plan plan, long limit, String window, boolean reports) {
        LoggingEventBuilder line = LOG.atWarn()
                .addKeyValue("request_id", context.request().id())
                .addKeyValue("client_ip", context.request().clientAddress())
                .addKeyValue("user_id", userId(context.caller()))
                .addKeyValue("route_id", context.route().routeId())
                .addKeyValue("plan", plan.name())
                .addKeyValue("limit", limit)
                .addKeyValue("window", window);
        if (reports) {
            line.log("Rate limit would be exceeded");
        } else {
            line.log("Rate limit exceeded");
        }
    }

    private static @Nullable Object userId(@Nullable Caller caller) {
        return caller == null ? null : caller.loggedId();
    }

    private static GatewayException refused(Refusal refusal) {
        return RateLimitFields.refused(
                new GatewayException(
                        GatewayError.RATE_LIMITED,
                        Long.toString(refusal.limit()),
                        "per " + refusal.window().word()),
                refusal.limit(),
                refusal.retryAfterSeconds(),
                refusal.resetEpochSeconds());
    }

    private GatewayException atOnce(long most) {
        return RateLimitFields.refused(
                new GatewayException(GatewayError.RATE_LIMITED, Long.toString(most), "at once"),
                most,
                1,
                clock.instant().getEpochSecond() + 1);
    }
}
