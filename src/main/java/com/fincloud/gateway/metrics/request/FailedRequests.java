package com.fincloud.gateway.metrics.request;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts the failed requests of a route, by outcome. The counters exist with value 0 before the first failure, because a rate misses the
 * first value of a new time series.
 */
final class FailedRequests {

    /** Outcomes that are always failures, even if a part of the response was sent. */
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

    /** Counts the request if it failed. A backend's response is a failure if it is 5xx. */
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
