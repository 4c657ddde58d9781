package com.fincloud.gateway.ratelimit.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content of a file with plans. */
public final class RatePlans {

    private final Map<String, Plan> plans;
    private final List<PlanAssignment> assignments;
    private final Plan otherwise;
    private final boolean report;
    private final boolean claims;

    RatePlans(Map<String, Plan> plans, List<PlanAssignment> assignments, Plan otherwise, boolean report) {
        this.plans = Map.copyOf(plans);
        this.assignments = List.copyOf(assignments);
        this.otherwise = otherwise;
        this.report = report;
        this.claims = this.assignments.stream().anyMatch(assignment -> assignment.claim() != null);
    }

    /** No plan: all callers have {@code otherwise}. */
    static RatePlans none(Plan otherwise) {
        return new RatePlans(Map.of(), List.of(), otherwise, false);
    }

    /**
     * The plan of a caller: the plan that its API key names, else that of the first entry of {@code assign} that fits, else the variables'
     * limits.
     */
    public Plan of(PlanSubject subject) {
        Plan own = plan(subject.keyPlan());
        if (own != null) {
            return own;
        }
        for (int i = 0; i < assignments.size(); i++) {
            PlanAssignment assignment = assignments.get(i);
            if (assignment.fits(subject)) {
                return assignment.plan();
            }
        }
        return otherwise;
    }

    /** The plan of that name; null if there is none. */
    public @Nullable Plan plan(@Nullable String name) {
        return name == null ? null : plans.get(name);
    }

    /** All plans of the file. */
    public Collection<Plan> all() {
        return plans.values();
    }

    /** Whether an entry of {@code assign} asks for a claim. */
    public boolean usesClaims() {
        return claims;
    }

    /** Whether limits are only reported: nobody is refused. */
    public boolean reports() {
        return report;
    }

    /** A line for each entry of {@code assign}, and one for everybody else. */
    public List<String> shown() {
        List<String> lines = new ArrayList<>();
        for (PlanAssignment assignment : assignments) {
            lines.add(assignment.shown() + ": " + shown(assignment.plan()));
        }
        lines.add("everybody else: " + otherwise.shown());
        return lines;
    }

    /** A plan for people. */
    public static String shown(Plan plan) {
        return plan.isExempt() ? "not limited" : "plan " + plan.name() + ", " + plan.shown();
    }
}
