package com.fincloud.gateway.ratelimit.plan;

import com.fincloud.gateway.ratelimit.window.Limits;

/**
 * The limits of some callers.
 *
 * @param name the name in the file; {@link #DEFAULT} for callers without a plan
 * @param concurrent requests at once in this process; 0 for no limit
 */
public record Plan(String name, Limits limits, int concurrent) {

    /** The name of the plan whose limits are the variables'. No plan of a file has it. */
    public static final String DEFAULT = "default";

    /** The plan of callers that are neither limited nor counted. */
    public static final Plan EXEMPT = new Plan("exempt", new Limits(0, 0), 0);

    /** Whether the caller is neither limited nor counted. */
    public boolean isExempt() {
        return name.equals(EXEMPT.name);
    }

    /** The plan of a caller whom a file gives none. */
    public static Plan ofVariables(Limits limits) {
        return new Plan(DEFAULT, limits, 0);
    }

    /** The limits for people: {@code 600 requests a minute, 20000 an hour, 200000 a day, 50 at once}. */
    public String shown() {
        StringBuilder text = new StringBuilder();
        text.append(limits.perMinute())
                .append(" requests a minute and ")
                .append(limits.perHour())
                .append(" an hour");
        if (limits.perDay() > 0) {
            text.append(", ").append(limits.perDay()).append(" a day");
        }
        if (limits.perMonth() > 0) {
            text.append(", ").append(limits.perMonth()).append(" a month");
        }
        if (concurrent > 0) {
            text.append(", ").append(concurrent).append(" at once");
        }
        return text.toString();
    }
}
