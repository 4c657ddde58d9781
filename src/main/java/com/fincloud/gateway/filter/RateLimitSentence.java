package com.fincloud.gateway.filter;

import com.fincloud.gateway.ratelimit.plan.Plan;
import com.fincloud.gateway.ratelimit.plan.RatePlans;
import com.fincloud.gateway.ratelimit.window.Limits;

/** Says what limits a request would have. */
final class RateLimitSentence {

    private RateLimitSentence() {}

    static String of(ExplainedRequest inquiry, PlanChoice choice) {
        RatePlans plans = choice.plans();
        if (plans == null) {
            return ofVariables(inquiry, choice);
        }
        String cost =
                inquiry.route().cost() > 1 ? ", counts as " + inquiry.route().cost() : "";
        String apart =
                inquiry.route().hasOwnLimits() ? "; the route counts apart: " + route(inquiry, choice.usual()) : "";
        String end = (plans.reports() ? ", only reported (mode: report)" : ", else 429") + apart;
        if (inquiry.subject() != null) {
            return "rate limit: " + RatePlans.shown(plans.of(inquiry.subject())) + cost + end;
        }
        return "rate limit: by plan (RATE_LIMIT_PLANS)" + cost + end + "; " + String.join("; ", plans.shown());
    }

    private static String ofVariables(ExplainedRequest inquiry, PlanChoice choice) {
        boolean own = inquiry.route().hasOwnLimits();
        return "rate limit: "
                + (own ? route(inquiry, choice.usual()) : two(choice.usual().limits()))
                + " for each user, or address without a token" + (own ? ", counted for this route apart" : "")
                + (inquiry.route().cost() > 1 ? ", counts as " + inquiry.route().cost() : "") + ", else 429";
    }

    private static String route(ExplainedRequest inquiry, Plan usual) {
        return two(PlanChoice.ofRoute(usual.limits(), inquiry.route()));
    }

    private static String two(Limits limits) {
        return limits.perMinute() + " requests a minute and " + limits.perHour() + " an hour";
    }
}
