package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.circuit.BreakerStatus;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** A service's breaker on a clock of its own: three failures open it, ten seconds later two trials may close it. */
final class TestBreaker implements AutoCloseable {

    private static final CamelContext CAMEL = new DefaultCamelContext();

    private final TestClock clock = new TestClock();
    private final Services services =
            new Services(new GatewaySettings.Breaker(3, Duration.ofSeconds(10), 2), 100, clock);
    private final CircuitBreaker breaker = services.service("budget").breaker();

    BreakerStatus status() {
        return services.service("budget").status();
    }

    String state() {
        return status().state();
    }

    void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    boolean allowed() {
        return breaker.tryAcquirePermission();
    }

    /** A call that was allowed ends with a failure of the backend. */
    void fail() {
        call(new GatewayException(GatewayError.BACKEND_UNREACHABLE, "budget"));
    }

    void fail(int times) {
        for (int i = 0; i < times; i++) {
            fail();
        }
    }

    /** A call that was allowed ends with {@code cause}. */
    void call(Throwable cause) {
        assertThat(allowed()).isTrue();
        end(cause);
    }

    /** A call that was let through before ends with {@code cause}. */
    void end(Throwable cause) {
        breaker.onError(1, TimeUnit.MILLISECONDS, cause);
    }

    /** A call that was allowed is answered with {@code code}. */
    void answer(int code) {
        answer(code, Duration.ofMillis(1));
    }

    void answer(int code, Duration time) {
        assertThat(allowed()).isTrue();
        Exchange exchange = new DefaultExchange(CAMEL);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, code);
        breaker.onResult(time.toMillis(), TimeUnit.MILLISECONDS, exchange);
    }

    @Override
    public void close() {
        services.close();
    }
}
