package com.fincloud.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The requests of a route that failed, by outcome. The counters are there at 0 before anything fails: a rate sees nothing of a series
 * that begins with the first failure, or with the first hundred.
 */
final class FailedRequests {

    /** Always a failure, whatever was sent before a transfer broke off. */
    private static final Set<Outcome> FAILURES = EnumSet.of(
            Outcome.CIRCUIT_OPEN,
            Outcome.UNREACHABLE,
            Outcome.TIMED_OUT,
            Outcome.UNUSABLE,
            Outcome.BROKEN_OFF,
            Outcome.OVERLOADED,
            Outcome.FAILED);

    private final MeterRegistry registry;
    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    FailedRequests(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        FAILURES.forEach(outcome -> counters.put(outcome, register(outcome, tags)));
        counters.put(Outcome.PROXIED, register(Outcome.PROXIED, tags));
    }

    private Counter register(Outcome outcome, Tags tags) {
        return Counter.builder("gateway.requests.failed")
                .description("Requests that failed, for which no client is to blame")
                .tags(tags)
                .tag("outcome", outcome.word())
                .register(registry);
    }

    /** A backend's own answer failed when it is 5xx. */
    void count(Outcome outcome, boolean serverError) {
        if (serverError || FAILURES.contains(outcome)) {
            Counter counter = counters.get(outcome);
            if (counter != null) {
                counter.increment();
            }
        }
    }

    void close() {
        counters.values().forEach(registry::remove);
    }
}
