package com.fincloud.gateway.metrics;

import com.fincloud.gateway.metrics.request.Outcome;
import com.fincloud.gateway.ratelimit.plan.PlanMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the decisions for each plan. A file has a bounded number of plans, so the number of time series is bounded. */
public final class PlanMetrics implements PlanMeter {

    private record Key(String plan, Outcome outcome, String limit) {}

    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    /** Creates the counters in {@code registry}, each with its first decision. */
    public PlanMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void decided(String plan, Outcome outcome, String limit) {
        Key key = new Key(plan, outcome, limit);
        Counter known = counters.get(key); // without the lock that computeIfAbsent may take
        (known == null ? counters.computeIfAbsent(key, this::counter) : known).increment();
    }

    private Counter counter(Key key) {
        return Counter.builder("gateway.plan.decisions")
                .description("Decisions of the rate limiter by plan, while there is a file with plans")
                .tag("plan", key.plan())
                .tag("decision", key.outcome().name().toLowerCase(Locale.ROOT))
                .tag("limit", key.limit())
                .register(registry);
    }
}
