package com.fincloud.gateway.filter;

import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.ratelimit.plan.Plan;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.ratelimit.plan.PlanSubject;
import com.fincloud.gateway.ratelimit.plan.RatePlans;
import com.fincloud.gateway.ratelimit.window.Limits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses the limits of a request: those of the caller's plan, or of the route. The fields of each plan are made once. */
final class PlanChoice {

    /**
     * The limits of one request.
     *
     * @param reports whether a request beyond a limit is only reported
     */
    record Chosen(Plan plan, RateLimitFields fields, boolean reports) {}

    /** The plans of one version of the file. */
    private record Version(RatePlans plans, Map<String, Chosen> chosen) {}

    private final PlanFile file;
    private final Chosen ofVariables;
    private final ClaimsCache claims = new ClaimsCache();
    private volatile @Nullable Version version;

    PlanChoice(PlanFile file) {
        this.file = file;
        this.ofVariables = chosen(Plan.ofVariables(file.defaults()), false);
    }

    private static Chosen chosen(Plan plan, boolean reports) {
        return new Chosen(plan, new RateLimitFields(plan.limits(), plan.concurrent()), reports);
    }

    /** Whether there is a file with plans. */
    boolean hasPlans() {
        return file.current() != null;
    }

    Chosen of(RequestContext context) {
        RatePlans plans = file.current();
        Chosen usual = plans == null ? ofVariables : ofPlan(plans, plans.of(subject(plans, context)));
        return ofRoute(usual, context.route());
    }

    private PlanSubject subject(RatePlans plans, RequestContext context) {
        ApiKey key = context.credentials().apiKey();
        if (key != null) {
            return PlanSubject.of(key, context.request().clientAddress());
        }
        Caller caller = context.caller();
        return PlanSubject.of(
                caller,
                caller != null && plans.usesClaims() ? claims.of(context) : Map.<String, @Nullable Object>of(),
                context.request().clientAddress());
    }

    /** The limits of a caller without a plan. */
    Plan usual() {
        return ofVariables.plan();
    }

    private Chosen ofPlan(RatePlans plans, Plan plan) {
        Version known = version;
        if (known == null || known.plans() != plans) {
            Map<String, Chosen> all = new HashMap<>();
            plans.all().forEach(one -> all.put(one.name(), chosen(one, plans.reports())));
            all.put(Plan.EXEMPT.name(), chosen(Plan.EXEMPT, plans.reports()));
            all.put(Plan.DEFAULT, chosen(Plan.ofVariables(file.defaults()), plans.reports()));
            known = new Version(plans, all);
            version = known;
        }
        return known.chosen().getOrDefault(plan.name(), ofVariables);
    }

    /** A route with limits of its own counts apart, so of a plan only the requests at once hold for it. */
    private static Chosen ofRoute(Chosen usual, RouteAttributes route) {
        if (!route.hasOwnLimits() || usual.plan().isExempt()) {
            return usual;
        }
        Limits own = ofRoute(usual.plan().limits(), route);
        int concurrent = usual.plan().concurrent();
        return new Chosen(
                new Plan(usual.plan().name(), own, concurrent), new RateLimitFields(own, concurrent), usual.reports());
    }

    /** The limits of a route, or those of a plan where the route sets none. */
    static Limits ofRoute(Limits plan, RouteAttributes route) {
        return new Limits(
                route.limitPerMinute() > 0 ? route.limitPerMinute() : plan.perMinute(),
                route.limitPerHour() > 0 ? route.limitPerHour() : plan.perHour());
    }

    /** The plans of the file; null if there is none. */
    @Nullable
    RatePlans plans() {
        return file.current();
    }
}
