package com.fincloud.gateway.console;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.metrics.reading.MeterReadings;
import com.fincloud.gateway.ratelimit.RefusedCaller;
import com.fincloud.gateway.ratelimit.RefusedCallers;
import com.fincloud.gateway.ratelimit.plan.Plan;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.ratelimit.plan.RatePlans;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page's data about callers: their plans, the API keys, and who was refused most. */
final class CallerState {

    /** The most plans and the most keys that are sent. A page with more is not read. */
    private static final int MOST = 100;

    /** A key, and when it was last accepted, in seconds since 1970. The time is read once, because it changes while keys are sorted. */
    private record Used(ApiKey key, long at) {}

    private final PlanFile plans;
    private final ApiKeys keys;
    private final RefusedCallers refused;
    private final Clock clock;

    CallerState(PlanFile plans, ApiKeys keys, RefusedCallers refused, Clock clock) {
        this.plans = plans;
        this.keys = keys;
        this.refused = refused;
        this.clock = clock;
    }

    /** The callers who were refused most. */
    Map<String, Object> refused() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("hashed", !refused.namesAreShown());
        shown.put("callers", refused.most().stream().map(CallerState::caller).toList());
        return shown;
    }

    private static Map<String, Object> caller(RefusedCaller caller) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("kind", caller.kind());
        shown.put("name", caller.name());
        shown.put("refused", caller.refused());
        shown.put("reported", caller.reported());
        shown.put("plan", caller.plan());
        shown.put("limit", caller.limit());
        shown.put("last", caller.last().toString());
        return shown;
    }

    /** The plans of the file, and what they decided; null if there is no file. */
    @Nullable
    Map<String, Object> plans(MeterReadings figures) {
        RatePlans file = plans.current();
        if (file == null) {
            return null;
        }
        List<Plan> all = new ArrayList<>(file.all());
        all.sort(Comparator.comparing(Plan::name));
        all.add(0, Plan.ofVariables(plans.defaults()));
        all.add(1, Plan.EXEMPT);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("mode", file.reports() ? "report" : "enforce");
        shown.put("count", all.size());
        shown.put(
                "plans",
                all.stream().limit(MOST).map(plan -> plan(plan, figures)).toList());
        return shown;
    }

    private static Map<String, Object> plan(Plan plan, MeterReadings figures) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", plan.name());
        shown.put("limits", plan.isExempt() ? "not limited" : plan.shown());
        shown.put("figures", figures.plan(plan.name()));
        return shown;
    }

    /** The API keys, the one that was used last first; null if there is no file. */
    @Nullable
    Map<String, Object> apiKeys() {
        if (!keys.isEnabled()) {
            return null;
        }
        List<ApiKey> all = keys.all();
        Instant now = clock.instant();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("count", all.size());
        shown.put(
                "keys",
                all.stream()
                        .map(key -> new Used(key, keys.lastUsed(key.id())))
                        .sorted(Comparator.comparingLong(Used::at).reversed().thenComparing(used -> used.key()
                                .name()))
                        .limit(MOST)
                        .map(used -> key(used, now))
                        .toList());
        return shown;
    }

    private Map<String, Object> key(Used used, Instant now) {
        ApiKey key = used.key();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", key.name());
        shown.put("id", key.id());
        shown.put("plan", key.plan());
        shown.put("status", key.isExpired(now) ? "expired" : keys.isRevoked(key) ? "revoked" : "valid");
        shown.put(
                "last_used",
                used.at() == 0 ? null : Instant.ofEpochSecond(used.at()).toString());
        return shown;
    }
}
