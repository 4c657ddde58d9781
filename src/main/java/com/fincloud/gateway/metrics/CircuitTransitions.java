package com.fincloud.gateway.metrics;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the transitions of a service's circuit to each state. All three counters exist from the start, so that an alert sees the first
 * transition.
 */
final class CircuitTransitions {

    private final Counter closed;
    private final Counter open;
    private final Counter halfOpen;

    CircuitTransitions(String service, MeterRegistry registry) {
        closed = counter(service, "closed", registry);
        open = counter(service, "open", registry);
        halfOpen = counter(service, "half_open", registry);
    }

    private static Counter counter(String service, String to, MeterRegistry registry) {
        return Counter.builder("gateway.circuit.transitions")
                .description("Changes of a service's circuit to a state")
                .tag("service", service)
                .tag("to", to)
                .register(registry);
    }

    void follow(CircuitBreaker breaker) {
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> of(event.getStateTransition().getToState()).increment());
    }

    private Counter of(State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> open;
            case HALF_OPEN -> halfOpen;
            default -> closed;
        };
    }
}
