package com.fincloud.gateway.filter;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.Refusal;

/**
 * The response fields that tell a client its limits and what is left of them: the {@code X-RateLimit-*} fields, and {@code RateLimit-Policy}
 * and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10 (lists of RFC 9651). Both families are written here from one decision,
 * so that their figures agree.
 */
final class RateLimitFields {

    private static final String MINUTE = "\"minute\";r=";
    private static final String HOUR = ", \"hour\";r=";

    private final Limits limits;
    private final String perMinute;
    private final String perHour;
    private final String policy;

    /** Creates the fields for these limits. They can be shared by requests. */
    RateLimitFields(Limits limits) {
        this.limits = limits;
        this.perMinute = Integer.toString(limits.perMinute());
        this.perHour = Integer.toString(limits.perHour());
        this.policy = "\"minute\";q=" + perMinute + ";w=60, \"hour\";q=" + perHour + ";w=3600";
    }

    Limits limits() {
        return limits;
    }

    /** Sets the fields of a response to a request that cannot be counted. */
    void uncounted(RequestContext context) {
        set(context, 0, 0, MINUTE + 0 + HOUR + 0);
    }

    /** Sets the fields of the response to a request that the limiter has decided. */
    void decided(RequestContext context, Decision decision) {
        StringBuilder left = new StringBuilder(64);
        left.append(MINUTE).append(decision.remainingMinute());
        room(left, decision.minuteSeconds());
        left.append(HOUR).append(decision.remainingHour());
        room(left, decision.hourSeconds());
        set(context, decision.remainingMinute(), decision.remainingHour(), left.toString());
    }

    private static void room(StringBuilder field, long seconds) {
        if (seconds > 0) {
            field.append(";t=").append(seconds);
        }
    }

    private void set(RequestContext context, int remainingMinute, int remainingHour, String left) {
        context.responseHeader("X-RateLimit-Limit-Minute", perMinute);
        context.responseHeader("X-RateLimit-Remaining-Minute", Integer.toString(remainingMinute));
        context.responseHeader("X-RateLimit-Limit-Hour", perHour);
        context.responseHeader("X-RateLimit-Remaining-Hour", Integer.toString(remainingHour));
        context.responseHeader("RateLimit-Policy", policy);
        context.responseHeader("RateLimit", left);
    }

    /** Adds the fields that name the window which has refused the request. */
    static GatewayException refused(GatewayException exception, Refusal refusal) {
        return exception
                .header("Retry-After", Long.toString(refusal.retryAfterSeconds()))
                .header("X-RateLimit-Limit", Integer.toString(refusal.limit()))
                .header("X-RateLimit-Remaining", "0")
                .header("X-RateLimit-Reset", Long.toString(refusal.resetEpochSeconds()));
    }
}
