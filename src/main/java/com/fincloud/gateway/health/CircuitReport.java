package com.fincloud.gateway.health;

import com.fincloud.gateway.upstream.Service;
import com.fincloud.gateway.upstream.Services;
import com.fincloud.gateway.upstream.circuit.BreakerStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** The circuit of each service. */
final class CircuitReport {

    private final Services services;

    CircuitReport(Services services) {
        this.services = services;
    }

    /** Whether no circuit is open or half-open. */
    boolean allClosed() {
        return states().values().stream().allMatch("closed"::equals);
    }

    /** The state of each service's circuit: {@code closed}, {@code open} or {@code half_open}. */
    Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        for (Service service : services.all()) {
            states.put(service.name(), service.status().state());
        }
        return states;
    }

    /** Each service's circuit: its state, its counters, and the seconds until the next trial call. */
    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Service service : services.all()) {
            all.put(service.name(), of(service));
        }
        return all;
    }

    private static Map<String, Object> of(Service service) {
        BreakerStatus status = service.status();
        Map<String, Object> breaker = new LinkedHashMap<>();
        breaker.put("state", status.state());
        breaker.put("failure_count", status.failures());
        breaker.put("success_count", status.successes());
        breaker.put("last_failure_time", status.lastFailure() == null ? null : String.valueOf(status.lastFailure()));
        breaker.put("time_until_retry", status.secondsUntilRetry());
        breaker.put("open_endpoints", service.endpoints().open());
        return breaker;
    }
}
