package com.fincloud.gateway.way;

import com.fincloud.gateway.limit.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the limiter's decisions by route: {@code gateway_limiter_decisions_total{route, decision, degraded}}. */
final class LimiterMetrics {

    private record Key(String route, boolean allowed, boolean degraded) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    LimiterMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String route, Decision decision) {
        counters.computeIfAbsent(new Key(route, decision.allowed(), decision.degraded()), this::counter)
                .increment();
    }

    private Counter counter(Key key) {
        return Counter.builder("gateway.limiter.decisions")
                .description("Decisions of the rate limiter")
                .tag("route", key.route())
                .tag("decision", key.allowed() ? "allowed" : "refused")
                .tag("degraded", Boolean.toString(key.degraded()))
                .register(registry);
    }
}
