package com.fincloud.gateway.ratelimit.plan;

/** Measures what plans decide. It runs on the requests' threads. */
public interface PlanMeter {

    /** A meter that measures nothing. */
    PlanMeter NONE = (plan, decision, limit) -> {};

    /** What became of a request. */
    enum Outcome {
        ALLOWED,
        REFUSED,
        /** It would have been refused, if the file did not say {@code mode: report}. */
        REPORTED,
        EXEMPT
    }

    /**
     * A request was decided.
     *
     * @param limit {@code minute}, {@code hour}, {@code day}, {@code month} or {@code concurrent} if one is used up; otherwise {@code none}
     */
    void decided(String plan, Outcome outcome, String limit);
}
