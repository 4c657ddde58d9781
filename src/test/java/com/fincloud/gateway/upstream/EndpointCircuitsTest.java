package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.circuit.EndpointCircuits;
import com.fincloud.gateway.upstream.circuit.ServiceBreaker;
import com.fincloud.gateway.upstream.circuit.ServiceEndpoint;
import com.fincloud.gateway.upstream.client.UpstreamFailure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contract 6.6 on a clock of its own: three failures open, ten seconds later two trials may close. */
class EndpointCircuitsTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final String CALLED = "called";
    private static final String SERVICE_OPEN = "service open";
    private static final String ENDPOINT_OPEN = "endpoint open";

    private final TestClock clock = new TestClock();
    private final Services services =
            new Services(new GatewaySettings.Breaker(3, Duration.ofSeconds(10), 2), 100, clock);
    private final Service service = services.service("budget");
    private @Nullable String retryAfter;

    @AfterEach
    void close() {
        services.close();
    }

    private static ServiceEndpoint endpoint(String segment) {
        return new ServiceEndpoint("GET", "budget", segment);
    }

    private String fail(String segment) {
        return call(segment, 500);
    }

    private void fail(String segment, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(fail(segment)).isEqualTo(CALLED);
        }
    }

    private String succeed(String segment) {
        return call(segment, 200);
    }

    /** As the producers do it, within Camel's circuit breaker. */
    private String call(String segment, int status) {
        if (!service.breaker().tryAcquirePermission()) {
            return SERVICE_OPEN;
        }
        Exchange exchange = new DefaultExchange(CAMEL);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        EndpointCircuits endpoints = service.endpoints();
        boolean counts = true;
        if (endpoints.isWatching()) {
            try (EndpointCircuits.Call call = endpoints.enter(endpoint(segment))) {
                counts = call.responded(status == 500);
            } catch (GatewayException e) {
                retryAfter = e.headers().get("Retry-After");
                assertThat(UpstreamFailure.isNotBackendFailure(e)).isTrue();
                service.breaker().onError(1, TimeUnit.MILLISECONDS, e);
                return ENDPOINT_OPEN;
            }
        } else if (status == 500) {
            counts = endpoints.failed(endpoint(segment));
        }
        if (!counts) {
            exchange.setProperty(ServiceBreaker.UNCOUNTED, true);
        }
        service.breaker().onResult(1, TimeUnit.MILLISECONDS, exchange);
        return CALLED;
    }

    private String state() {
        return service.status().state();
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    private void halfOpen() {
        fail("bad", 3);
        assertThat(succeed("good")).isEqualTo(SERVICE_OPEN);
        pass(10_001);
    }

    @Test
    void whileNothingFailsNothingIsWatched() {
        succeed("good");
        assertThat(service.endpoints().isWatching()).isFalse();

        fail("bad", 2);
        assertThat(service.endpoints().isWatching()).isTrue();

        succeed("good");
        assertThat(service.endpoints().isWatching()).isFalse();
        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void aBrokenEndpointIsToldFromTheServiceByATrialOfAnother() {
        halfOpen();

        fail("bad", 1);
        assertThat(state()).as("as operators see it").isEqualTo("open");
        assertThat(service.breaker().getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        assertThat(service.status().secondsUntilRetry()).isEqualTo(10);
        assertThat(fail("bad")).as("until the trial is decided").isEqualTo(ENDPOINT_OPEN);
        assertThat(retryAfter).isEqualTo("10");
        assertThat(service.endpoints().open()).isZero();

        assertThat(succeed("good")).isEqualTo(CALLED);
        assertThat(service.endpoints().open()).isEqualTo(1);
        assertThat(state()).isEqualTo("half_open");
        assertThat(service.status().secondsUntilRetry()).isZero();
        assertThat(succeed("good")).isEqualTo(CALLED);
        assertThat(state()).isEqualTo("closed");

        assertThat(fail("bad")).isEqualTo(ENDPOINT_OPEN);
        assertThat(retryAfter).isEqualTo("10");
        assertThat(succeed("good")).isEqualTo(CALLED);
    }

    @Test
    void theAttackerWhoCallsItAllTheTimeKeepsNobodyAway() {
        halfOpen();
        for (int minutes = 0; minutes < 20; minutes++) {
            for (int i = 0; i < 10; i++) {
                fail("bad");
            }
            assertThat(succeed("good")).isEqualTo(CALLED);
            pass(10_001);
        }
        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void aHeldEndpointIsTriedAgainAfterTheRecoveryTime() {
        halfOpen();
        for (int i = 0; i < 3; i++) {
            fail("bad", 1);
            pass(9_999);
            assertThat(fail("bad")).isEqualTo(ENDPOINT_OPEN);
            assertThat(retryAfter).isEqualTo("1");
            assertThat(state()).isEqualTo("open");
            assertThat(service.status().secondsUntilRetry()).isEqualTo(1);
            pass(1);
            assertThat(state()).isEqualTo("half_open");
            assertThat(service.status().secondsUntilRetry()).isZero();
        }
    }

    @Test
    void afterAGoodTrialABadOneOpensTheCircuitOnlyOnce() {
        fail("worse", 1);
        fail("bad", 2);
        pass(10_001);

        succeed("good");
        fail("bad", 1);

        assertThat(state()).isEqualTo("open");
        assertThat(service.endpoints().open()).isEqualTo(1);
        assertThat(succeed("good")).isEqualTo(SERVICE_OPEN);
        pass(10_001);
        assertThat(succeed("good")).isEqualTo(CALLED);
        fail("bad", 1);
        fail("worse", 1);
        assertThat(succeed("good")).isEqualTo(CALLED);
        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void aTrialOfAnotherEndpointThatFailsOpensTheCircuitAgain() {
        halfOpen();

        fail("bad", 1);
        fail("other", 1);

        assertThat(state()).isEqualTo("open");
        assertThat(succeed("good")).isEqualTo(SERVICE_OPEN);
        pass(10_001);
        fail("bad", 1);
        fail("other", 1); // it is known by now
        assertThat(service.breaker().getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        succeed("good");
        assertThat(service.endpoints().open()).isEqualTo(2);
    }

    @Test
    void aSuccessOfTheSuspectIsAnOrdinaryTrial() {
        halfOpen();

        succeed("bad");
        succeed("bad");

        assertThat(state()).isEqualTo("closed");
        assertThat(service.endpoints().isWatching()).isFalse();
    }

    @Test
    void theEndpointIsTriedAgainByOneRequest() {
        halfOpen();
        fail("bad", 1);
        succeed("good");
        succeed("good");
        pass(9_999);
        assertThat(fail("bad")).isEqualTo(ENDPOINT_OPEN);

        pass(1);
        try (EndpointCircuits.Call trial = service.endpoints().enter(endpoint("bad"))) {
            assertThat(fail("bad")).isEqualTo(ENDPOINT_OPEN);
            assertThat(trial.counts()).isFalse();
        } // it had no response
        assertThat(fail("bad")).isEqualTo(CALLED);
        assertThat(fail("bad")).isEqualTo(ENDPOINT_OPEN);

        pass(10_000);
        assertThat(succeed("bad")).isEqualTo(CALLED);
        assertThat(succeed("bad")).isEqualTo(CALLED);
        assertThat(service.endpoints().open()).isZero();
    }

    @Test
    void anEndpointThatWasBrokenOpensOnlyItsOwnCircuitForAWhile() {
        halfOpen();
        fail("bad", 1);
        succeed("good");
        succeed("good");
        pass(10_000);
        succeed("bad");

        fail("bad", 3);

        assertThat(fail("bad")).isEqualTo(ENDPOINT_OPEN);
        assertThat(state()).isEqualTo("closed");
        pass(210_000);
        fail("bad", 2);
        assertThat(state()).isEqualTo("closed");
        fail("bad", 1);
        assertThat(state()).as("forgotten").isEqualTo("open");
    }

    @Test
    void failuresWithoutAResponseAreTheServices() {
        halfOpen();
        fail("bad", 1);

        assertThat(service.breaker().tryAcquirePermission()).isTrue();
        service.breaker().onError(1, TimeUnit.MILLISECONDS, new java.io.IOException("no answer"));

        assertThat(state()).isEqualTo("open");
    }

    @Test
    void noMoreEndpointsAreRememberedThanTheBound() {
        Services many = new Services(new GatewaySettings.Breaker(1000, Duration.ofSeconds(10), 1), 100, clock);
        EndpointCircuits endpoints = many.service("x").endpoints();
        for (int i = 0; i < 400; i++) {
            endpoints.failed(endpoint("e" + i));
        }
        many.service("x").breaker().transitionToOpenState();
        many.service("x").breaker().transitionToHalfOpenState();

        try (EndpointCircuits.Call known = endpoints.enter(endpoint("e255"));
                EndpointCircuits.Call beyond = endpoints.enter(endpoint("e399"))) {
            assertThat(known.counts()).isFalse();
            assertThat(beyond.counts()).isFalse();
            assertThatThrownBy(() -> endpoints.enter(endpoint("e300")))
                    .as("all of the route is one endpoint")
                    .isInstanceOf(GatewayException.class);
        }
        many.close();
    }
}
