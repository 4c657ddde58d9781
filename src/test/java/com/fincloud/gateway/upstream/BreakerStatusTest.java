package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.circuit.BreakerStatus;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakerStatusTest {

    private final TestClock clock = new TestClock();
    private final Services services =
            new Services(new GatewaySettings.Breaker(3, Duration.ofSeconds(10), 2), 100, clock);
    private final CircuitBreaker breaker = services.service("budget").breaker();
    private final BreakerStatus status = services.service("budget").status();

    @AfterEach
    void close() {
        services.close();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.acquirePermission();
            breaker.onError(1, TimeUnit.MILLISECONDS, new IOException("broken"));
        }
    }

    private void succeed() {
        breaker.acquirePermission();
        breaker.onSuccess(1, TimeUnit.MILLISECONDS);
    }

    @Test
    void aNewBreakerHasNothingToTell() {
        assertThat(status.state()).isEqualTo("closed");
        assertThat(status.failures()).isZero();
        assertThat(status.successes()).isZero();
        assertThat(status.lastFailure()).isNull();
        assertThat(status.secondsUntilRetry()).isZero();
    }

    @Test
    void failuresAreCountedSinceTheLastSuccess() {
        fail(2);
        assertThat(status.failures()).isEqualTo(2);

        succeed();
        assertThat(status.failures()).isZero();
        fail(1);
        assertThat(status.failures()).isEqualTo(1);
        assertThat(status.successes()).isZero();
    }

    @Test
    void theLastFailureIsRememberedBeyondASuccess() {
        fail(1);
        Instant first = clock.instant();
        clock.advance(Duration.ofSeconds(7));
        succeed();
        assertThat(status.lastFailure()).isEqualTo(first);

        fail(1);
        assertThat(status.lastFailure()).isEqualTo(first.plusSeconds(7));
    }

    @Test
    void theTimeUntilRetryIsRoundedUpToWholeSeconds() {
        fail(3);
        assertThat(status.secondsUntilRetry()).isEqualTo(10);

        clock.advance(Duration.ofMillis(1));
        assertThat(status.secondsUntilRetry()).isEqualTo(10);
        clock.advance(Duration.ofMillis(8_999));
        assertThat(status.secondsUntilRetry()).isEqualTo(1);
        clock.advance(Duration.ofMillis(999));
        assertThat(status.secondsUntilRetry()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(status.secondsUntilRetry()).isZero();
        clock.advance(Duration.ofDays(1));
        assertThat(status.secondsUntilRetry()).isZero();
    }

    @Test
    void aClosedAndAHalfOpenBreakerMayBeCalledNow() {
        fail(3);
        clock.advance(Duration.ofSeconds(11));
        succeed();
        assertThat(status.state()).isEqualTo("half_open");
        assertThat(status.secondsUntilRetry()).isZero();

        succeed();
        assertThat(status.state()).isEqualTo("closed");
        assertThat(status.secondsUntilRetry()).isZero();
    }

    @Test
    void successesAreTheTrialsSinceItBecameHalfOpen() {
        fail(3);
        clock.advance(Duration.ofSeconds(11));

        succeed();
        assertThat(status.successes()).isEqualTo(1);
        assertThat(status.failures()).isEqualTo(3);

        succeed();
        assertThat(status.successes()).isZero();
        assertThat(status.failures()).isZero();
    }

    @Test
    void aFailedTrialCountsAndStartsTheWaitAnew() {
        fail(3);
        clock.advance(Duration.ofSeconds(11));
        succeed();

        fail(1);

        assertThat(status.state()).isEqualTo("open");
        assertThat(status.failures()).isEqualTo(4);
        assertThat(status.successes()).isZero();
        assertThat(status.secondsUntilRetry()).isEqualTo(10);
    }
}
