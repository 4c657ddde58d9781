package com.fincloud.gateway.ratelimit.plan;

import com.fincloud.gateway.auth.token.ClaimName;
import com.fincloud.gateway.configfile.ConfigFault;
import com.fincloud.gateway.configfile.NearestName;
import com.fincloud.gateway.configfile.YamlMapping;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.settings.value.Cidr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a file with plans. */
final class RatePlansReader implements Function<String, RatePlans> {

    /** Each plan has time series of its own. */
    private static final int MOST_PLANS = 100;

    private static final int MOST_ASSIGNMENTS = 1_000;
    private static final long MOST_REQUESTS = 1_000_000_000;
    private static final long MOST_IN_MONTH = 1_000_000_000_000L;
    private static final int MOST_AT_ONCE = 1_000_000;

    private final Limits defaults;

    /** Creates a reader. A plan that does not name its minute or its hour has those of {@code defaults}. */
    RatePlansReader(Limits defaults) {
        this.defaults = defaults;
    }

    /**
     * Reads the text of a file.
     *
     * @throws ConfigFault if it is not usable, with the place
     */
    @Override
    public RatePlans apply(String text) {
        YamlMapping file = YamlMapping.of(text).only("plans", "assign", "mode");
        Map<String, Plan> plans = new LinkedHashMap<>();
        for (YamlMapping entry : file.mappings("plans")) {
            Plan plan = plan(entry);
            if (plans.put(plan.name(), plan) != null) {
                throw entry.fault("name", "two plans have the name '" + plan.name() + "'");
            }
            if (plans.size() > MOST_PLANS) {
                throw entry.fault("the file has more than " + MOST_PLANS + " plans");
            }
        }
        List<PlanAssignment> assignments = new ArrayList<>();
        for (YamlMapping entry : file.mappings("assign")) {
            assignments.add(assignment(entry, plans));
            if (assignments.size() > MOST_ASSIGNMENTS) {
                throw entry.fault("'assign' has more than " + MOST_ASSIGNMENTS + " entries");
            }
        }
        String mode = file.text("mode", "enforce");
        if (!"enforce".equals(mode) && !"report".equals(mode)) {
            throw file.fault("mode", "'mode' is '" + mode + "' (accepted: enforce or report)");
        }
        return new RatePlans(plans, assignments, Plan.ofVariables(defaults), "report".equals(mode));
    }

    private Plan plan(YamlMapping entry) {
        entry.only("name", "minute", "hour", "day", "month", "concurrent");
        String name = entry.text("name");
        if (!isName(name) || name.equals(Plan.DEFAULT) || name.equals(Plan.EXEMPT.name())) {
            throw entry.fault(
                    "name",
                    "the name '" + name + "' is not usable (accepted: 1 to 60 letters, digits, '.', '_' and '-';"
                            + " not 'default' and not 'exempt')");
        }
        Limits limits = new Limits(
                (int) entry.number("minute", 1, MOST_REQUESTS, defaults.perMinute()),
                (int) entry.number("hour", 1, MOST_REQUESTS, defaults.perHour()),
                entry.number("day", 1, MOST_IN_MONTH, 0),
                entry.number("month", 1, MOST_IN_MONTH, 0));
        int concurrent = (int) entry.number("concurrent", 1, MOST_AT_ONCE, 0);
        if (!entry.has("minute") && !entry.has("hour") && !limits.hasCalendar() && concurrent == 0) {
            throw entry.fault("plan '" + name + "' has no limit (expected: minute, hour, day, month or concurrent)");
        }
        return new Plan(name, limits, concurrent);
    }

    /** Whether a text can be the name of a plan, and so a tag value of metrics. */
    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return text.length() <= 60;
    }

    private static PlanAssignment assignment(YamlMapping entry, Map<String, Plan> plans) {
        entry.only("role", "claim", "is", "network", "key", "plan", "exempt");
        if (entry.has("claim") != entry.has("is")) {
            throw entry.fault("'claim' and 'is' belong together");
        }
        String role = entry.text("role", null);
        ClaimName claim = entry.parsedText("claim", ClaimName::of);
        String is = entry.text("is", null);
        Cidr network = entry.parsedText("network", Cidr::parse);
        String key = entry.text("key", null);
        List<String> shown = new ArrayList<>();
        if (role != null) {
            shown.add("role " + role);
        }
        if (claim != null) {
            shown.add("claim " + claim + " is " + is);
        }
        if (network != null) {
            shown.add("network " + entry.text("network"));
        }
        if (key != null) {
            shown.add("key " + key);
        }
        if (shown.isEmpty()) {
            throw entry.fault("the entry fits nobody (expected: role, claim, network or key)");
        }
        return new PlanAssignment(role, claim, is, network, key, plan(entry, plans), String.join(" and ", shown));
    }

    private static Plan plan(YamlMapping entry, Map<String, Plan> plans) {
        boolean exempt = entry.flag("exempt", false);
        if (exempt == entry.has("plan")) {
            throw entry.fault("the entry needs one of 'plan: name' and 'exempt: true'");
        }
        if (exempt) {
            return Plan.EXEMPT;
        }
        String name = entry.text("plan");
        Plan plan = plans.get(name);
        if (plan == null) {
            @Nullable String nearest = NearestName.of(name, plans.keySet());
            throw entry.fault(
                    "plan",
                    "there is no plan '" + name + "'" + (nearest == null ? "" : " (did you mean '" + nearest + "'?)"));
        }
        return plan;
    }
}
