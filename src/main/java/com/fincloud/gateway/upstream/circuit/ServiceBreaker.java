package com.fincloud.gateway.upstream.circuit;

import com.fincloud.gateway.upstream.instance.ServiceInstances;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * A service's circuit breaker, with two additional rules. With several instances a failure counts only if every instance has failed as
 * often in a row as opens a circuit, and then it opens the circuit at once. A failed response that its producer has marked with
 * {@link #UNCOUNTED} does not count at all. Resilience4j cannot ignore a result: it would take it for a success.
 */
public final class ServiceBreaker implements CircuitBreaker {

    /** The property of an exchange whose failed response says nothing about the service. It is removed when it is read. */
    public static final String UNCOUNTED = "gateway.circuit.uncounted";

    private final CircuitBreaker breaker;
    private final FailureStatuses statuses;
    private final ServiceInstances instances;

    public ServiceBreaker(CircuitBreaker breaker, FailureStatuses statuses, ServiceInstances instances) {
        this.breaker = breaker;
        this.statuses = statuses;
        this.instances = instances;
    }

    @Override
    public void onResult(long duration, TimeUnit unit, Object result) {
        if (!statuses.isFailure(result)) {
            breaker.onSuccess(duration, unit);
        } else if (((Exchange) result).removeProperty(UNCOUNTED) != null || !instances.countForCircuit()) {
            breaker.releasePermission();
        } else {
            breaker.onResult(duration, unit, result);
            openIfAllInstancesFailed();
        }
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable failure) {
        if (!instances.countForCircuit()) {
            breaker.releasePermission();
            return;
        }
        breaker.onError(duration, unit, failure);
        if (!breaker.getCircuitBreakerConfig().getIgnoreExceptionPredicate().test(failure)) {
            openIfAllInstancesFailed();
        }
    }

    private void openIfAllInstancesFailed() {
        if (instances.current().hasSeveral() && breaker.getState() == State.CLOSED) {
            breaker.transitionToOpenState();
        }
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        breaker.onSuccess(duration, unit);
    }

    @Override
    public boolean tryAcquirePermission() {
        return breaker.tryAcquirePermission();
    }

    @Override
    public void acquirePermission() {
        breaker.acquirePermission();
    }

    @Override
    public void releasePermission() {
        breaker.releasePermission();
    }

    @Override
    public void reset() {
        breaker.reset();
    }

    @Override
    public void transitionToClosedState() {
        breaker.transitionToClosedState();
    }

    @Override
    public void transitionToOpenState() {
        breaker.transitionToOpenState();
    }

    @Override
    public void transitionToOpenStateFor(Duration wait) {
        breaker.transitionToOpenStateFor(wait);
    }

    @Override
    public void transitionToOpenStateUntil(Instant until) {
        breaker.transitionToOpenStateUntil(until);
    }

    @Override
    public void transitionToHalfOpenState() {
        breaker.transitionToHalfOpenState();
    }

    @Override
    public void transitionToDisabledState() {
        breaker.transitionToDisabledState();
    }

    @Override
    public void transitionToMetricsOnlyState() {
        breaker.transitionToMetricsOnlyState();
    }

    @Override
    public void transitionToForcedOpenState() {
        breaker.transitionToForcedOpenState();
    }

    @Override
    public String getName() {
        return breaker.getName();
    }

    @Override
    public State getState() {
        return breaker.getState();
    }

    @Override
    public CircuitBreakerConfig getCircuitBreakerConfig() {
        return breaker.getCircuitBreakerConfig();
    }

    @Override
    public Metrics getMetrics() {
        return breaker.getMetrics();
    }

    @Override
    public Map<String, String> getTags() {
        return breaker.getTags();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return breaker.getEventPublisher();
    }

    @Override
    public long getCurrentTimestamp() {
        return breaker.getCurrentTimestamp();
    }

    @Override
    public TimeUnit getTimestampUnit() {
        return breaker.getTimestampUnit();
    }
}
