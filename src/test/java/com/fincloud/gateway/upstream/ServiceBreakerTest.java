package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.circuit.ServiceBreaker;
import com.fincloud.gateway.upstream.instance.InstanceAttempts;
import com.fincloud.gateway.upstream.instance.InstanceCall;
import com.fincloud.gateway.upstream.instance.InstanceFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contract 6.5: the circuit of a service with two instances, three failures in a row. */
class ServiceBreakerTest {

    private final TestClock clock = new TestClock();
    private final Services services =
            new Services(new GatewaySettings.Breaker(3, Duration.ofSeconds(10), 1), 100, clock);
    private final Service service = services.service("budget");

    ServiceBreakerTest() {
        service.instances().of(List.of(URI.create("http://a"), URI.create("http://b")));
    }

    @AfterEach
    void close() {
        services.close();
    }

    /** A request that fails at that instance; the other instance is not called. */
    private void fail(String name) {
        InstanceAttempts request = service.instances().current().attempts(true);
        InstanceCall call = request.next();
        while (!call.instance().host().getHostName().equals(name)) {
            call.ended();
            call.released();
            call = request.next();
        }
        call.failed(InstanceFailure.BROKEN);
        call.released();
        assertThat(service.breaker().tryAcquirePermission()).isTrue();
        service.breaker()
                .onError(1, TimeUnit.MILLISECONDS, new GatewayException(GatewayError.BACKEND_UNUSABLE, "budget"));
    }

    private String state() {
        return service.status().state();
    }

    @Test
    void oneInstanceThatFailsForEverOpensNoCircuit() {
        for (int i = 0; i < 100; i++) {
            fail("a");
        }

        assertThat(state()).isEqualTo("closed");
        assertThat(service.status().failures()).isZero();
    }

    @Test
    void itOpensWhenEveryInstanceHasMetTheThreshold() {
        for (int i = 0; i < 3; i++) {
            fail("a");
        }
        fail("b");
        fail("b");
        assertThat(state()).isEqualTo("closed");

        fail("b");

        assertThat(state()).isEqualTo("open");
        assertThat(service.breaker().tryAcquirePermission()).isFalse();
        clock.advance(Duration.ofMillis(10_001));
        fail("a");
        assertThat(state()).as("a failed trial, and no instance is good").isEqualTo("open");
    }

    @Test
    void aFailureOfTheGatewaysOwnDoesNotOpenIt() {
        for (int i = 0; i < 3; i++) {
            fail("a");
        }
        fail("b");
        fail("b");
        assertThat(service.breaker().tryAcquirePermission()).isTrue();
        service.breaker().onError(1, TimeUnit.MILLISECONDS, new GatewayException(GatewayError.BACKEND_BUSY, "budget"));

        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void anUncountedResponseIsNeitherAFailureNorASuccess() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 500);
        service.breaker().transitionToOpenState();
        service.breaker().transitionToHalfOpenState();
        for (int i = 0; i < 10; i++) {
            assertThat(service.breaker().tryAcquirePermission()).isTrue();
            exchange.setProperty(ServiceBreaker.UNCOUNTED, true);
            service.breaker().onResult(1, TimeUnit.MILLISECONDS, exchange);
        }

        assertThat(state()).isEqualTo("half_open");
        assertThat(service.status().successes()).isZero();
        assertThat(exchange.getProperties()).isEmpty();
    }
}
