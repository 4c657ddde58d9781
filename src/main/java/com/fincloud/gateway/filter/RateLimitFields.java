package com.fincloud.gateway.filter;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.ratelimit.window.CalendarLeft;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.Window;

/**
 * The response fields that tell a client its limits and what is left of them: the {@code X-RateLimit-*} fields, and {@code RateLimit-Policy}
 * and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10 (lists of RFC 9651). Both families are written here from one decision,
 * so that their figures agree.
 */
final class RateLimitFields {

    private static final String MINUTE = "\"minute\";r=";
    private static final String HOUR = ", \"hour\";r=";
    private static final String DAY = ", \"day\";r=";
    private static final String MONTH = ", \"month\";r=";
    private static final String CONCURRENT = ", \"concurrent\";r=";

    private final Limits limits;
    private final int concurrent;
    private final String perMinute;
    private final String perHour;
    private final String perDay;
    private final String perMonth;
    private final String policy;

    /**
     * Creates the fields for these limits. They can be shared by requests.
     *
     * @param concurrent requests at once; 0 for no limit
     */
    RateLimitFields(Limits limits, int concurrent) {
        this.limits = limits;
        this.concurrent = concurrent;
        this.perMinute = Integer.toString(limits.perMinute());
        this.perHour = Integer.toString(limits.perHour());
        this.perDay = Long.toString(limits.perDay());
        this.perMonth = Long.toString(limits.perMonth());
        StringBuilder policies = new StringBuilder();
        policy(policies, Window.MINUTE, limits.perMinute());
        policy(policies, Window.HOUR, limits.perHour());
        policy(policies, Window.DAY, limits.perDay());
        policy(policies, Window.MONTH, limits.perMonth());
        if (concurrent > 0) {
            policies.append(", \"concurrent\";q=").append(concurrent).append(";qu=\"concurrent-requests\"");
        }
        this.policy = policies.toString();
    }

    private static void policy(StringBuilder policies, Window window, long limit) {
        if (limit > 0) {
            policies.append(policies.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(window.word())
                    .append("\";q=")
                    .append(limit)
                    .append(";w=")
                    .append(window.micros() / 1_000_000);
        }
    }

    Limits limits() {
        return limits;
    }

    /** Sets the fields of a response to a request that cannot be counted. */
    void uncounted(RequestContext context) {
        set(context, 0, 0, MINUTE + 0 + HOUR + 0);
    }

    /**
     * Sets the fields of the response to a request that the limiter has decided.
     *
     * @param concurrentLeft how many requests more could begin now
     */
    void decided(RequestContext context, Decision decision, int concurrentLeft) {
        StringBuilder left = new StringBuilder(limits.hasCalendar() ? 160 : 64);
        left.append(MINUTE).append(decision.remainingMinute());
        room(left, decision.minuteSeconds());
        left.append(HOUR).append(decision.remainingHour());
        room(left, decision.hourSeconds());
        CalendarLeft calendar = decision.calendar();
        if (calendar != null) {
            days(context, left, calendar);
        }
        if (concurrent > 0) {
            left.append(CONCURRENT).append(concurrentLeft);
        }
        set(context, decision.remainingMinute(), decision.remainingHour(), left.toString());
    }

    private void days(RequestContext context, StringBuilder left, CalendarLeft calendar) {
        if (limits.perDay() > 0) {
            left.append(DAY).append(calendar.day());
            room(left, calendar.daySeconds());
            context.headers().toClient("X-RateLimit-Limit-Day", perDay);
            context.headers().toClient("X-RateLimit-Remaining-Day", Long.toString(calendar.day()));
        }
        if (limits.perMonth() > 0) {
            left.append(MONTH).append(calendar.month());
            room(left, calendar.monthSeconds());
            context.headers().toClient("X-RateLimit-Limit-Month", perMonth);
            context.headers().toClient("X-RateLimit-Remaining-Month", Long.toString(calendar.month()));
        }
    }

    private static void room(StringBuilder field, long seconds) {
        if (seconds > 0) {
            field.append(";t=").append(seconds);
        }
    }

    private void set(RequestContext context, int remainingMinute, int remainingHour, String left) {
        context.headers().toClient("X-RateLimit-Limit-Minute", perMinute);
        context.headers().toClient("X-RateLimit-Remaining-Minute", Integer.toString(remainingMinute));
        context.headers().toClient("X-RateLimit-Limit-Hour", perHour);
        context.headers().toClient("X-RateLimit-Remaining-Hour", Integer.toString(remainingHour));
        context.headers().toClient("RateLimit-Policy", policy);
        context.headers().toClient("RateLimit", left);
    }

    /** Adds the fields that name the limit which has refused the request. */
    static GatewayException refused(GatewayException exception, long limit, long retryAfter, long reset) {
        return exception
                .header("Retry-After", Long.toString(retryAfter))
                .header("X-RateLimit-Limit", Long.toString(limit))
                .header("X-RateLimit-Remaining", "0")
                .header("X-RateLimit-Reset", Long.toString(reset));
    }
}
