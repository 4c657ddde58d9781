package com.fincloud.gateway.upstream.circuit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of a circuit breaker for operators: its state, the consecutive failures, the successful trial calls, and the time until the
 * next trial. It also adds the rule that one failed trial call opens the circuit again, because Resilience4j would wait for all trial
 * calls.
 */
public final class BreakerStatus {

    private static final Logger LOG = LoggerFactory.getLogger(BreakerStatus.class);

    private final CircuitBreaker breaker;
    private final EndpointCircuits endpoints;
    private final Duration recovery;
    private final Clock clock;
    private int failures;
    private int successes;
    private @Nullable Instant lastFailure;
    private @Nullable Instant openedAt;

    public BreakerStatus(CircuitBreaker breaker, EndpointCircuits endpoints, Duration recovery, Clock clock) {
        this.breaker = breaker;
        this.endpoints = endpoints;
        this.recovery = recovery;
        this.clock = clock;
        breaker.getEventPublisher()
                .onSuccess(event -> succeeded())
                .onError(event -> failed())
                .onReset(event -> reset())
                .onStateTransition(event -> changed(
                        event.getStateTransition().getFromState(),
                        event.getStateTransition().getToState()));
    }

    private synchronized void succeeded() {
        if (breaker.getState() == State.HALF_OPEN) {
            successes++;
        } else {
            failures = 0;
        }
    }

    private void failed() {
        synchronized (this) {
            failures++;
            lastFailure = clock.instant();
        }
        if (breaker.getState() == State.HALF_OPEN) {
            breaker.transitionToOpenState();
        }
    }

    private synchronized void reset() {
        failures = 0;
        successes = 0;
        lastFailure = null;
        openedAt = null;
    }

    private void changed(State from, State to) {
        synchronized (this) {
            successes = 0;
            if (to == State.OPEN) {
                openedAt = clock.instant();
            } else if (to == State.CLOSED) {
                failures = 0;
                openedAt = null;
            }
        }
        LOG.atWarn()
                .addKeyValue("service", breaker.getName())
                .addKeyValue("from", word(from))
                .addKeyValue("to", word(to))
                .log("Circuit breaker state changed");
    }

    private static String word(State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> "open";
            case HALF_OPEN -> "half_open";
            default -> "closed";
        };
    }

    /** {@code closed}, {@code open} or {@code half_open}. */
    public String state() {
        return word(shown());
    }

    /**
     * The state for operators. A half-open circuit is shown as open while its only trials have failed, and their endpoints wait for the next
     * one.
     */
    public State shown() {
        State state = breaker.getState();
        return state == State.HALF_OPEN && endpoints.heldMillis() > 0 ? State.OPEN : state;
    }

    /** Failures since the last success. */
    public synchronized int failures() {
        return failures;
    }

    /** Successful trial calls since the circuit became half-open. */
    public synchronized int successes() {
        return successes;
    }

    /** The time of the last failure; null if there was none. */
    public synchronized @Nullable Instant lastFailure() {
        return lastFailure;
    }

    /** Whole seconds until the next trial call; 0 if there is nothing to wait for. */
    public long secondsUntilRetry() {
        return breaker.getState() == State.HALF_OPEN ? seconds(endpoints.heldMillis()) : secondsUntilTrial();
    }

    /** Whole seconds until some endpoint of the service may be called; 0 if one may be called now. */
    public synchronized long secondsUntilTrial() {
        if (openedAt == null || breaker.getState() != State.OPEN) {
            return 0;
        }
        return seconds(
                Duration.between(clock.instant(), openedAt.plus(recovery)).toMillis());
    }

    private static long seconds(long millis) {
        return Math.max(0, (millis + 999) / 1000);
    }
}
