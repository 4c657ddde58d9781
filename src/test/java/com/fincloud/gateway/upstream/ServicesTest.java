package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServicesTest {

    private final Services services =
            new Services(new GatewaySettings.Breaker(1, Duration.ofSeconds(10), 1), 100, new TestClock());

    @AfterEach
    void close() {
        services.close();
    }

    @Test
    void allRoutesToAServiceShareIt() {
        assertThat(services.service("budget")).isSameAs(services.service("budget"));
    }

    @Test
    void oneServicesOpenCircuitIsNoOthers() {
        services.service("budget").breaker().onError(1, TimeUnit.MILLISECONDS, new IOException("broken"));

        assertThat(services.service("budget").status().state()).isEqualTo("open");
        assertThat(services.service("portfolio").status().state()).isEqualTo("closed");
    }

    @Test
    void aListenerHearsOfEachNewServiceOnce() {
        List<String> heard = new ArrayList<>();
        services.onNew(service -> heard.add(service.name()));

        services.service("portfolio");
        services.service("budget");
        services.service("portfolio");

        assertThat(heard).containsExactly("portfolio", "budget");
        assertThat(services.all()).extracting(Service::name).containsExactly("budget", "portfolio");
    }

    @Test
    void aServiceThatGetsANewUrlBeginsWithAClosedCircuit() {
        Service service = services.service("budget");
        service.instances().of(List.of(URI.create("http://a")));
        service.breaker().onError(1, TimeUnit.MILLISECONDS, new IOException("refused"));
        assertThat(service.status().state()).isEqualTo("open");

        service.instances().of(List.of(URI.create("http://a")));
        assertThat(service.status().state()).as("the same URL").isEqualTo("open");

        service.instances().of(List.of(URI.create("http://b")));
        assertThat(service.status().state()).isEqualTo("closed");
        assertThat(service.status().failures()).isZero();
        assertThat(service.status().secondsUntilRetry()).isZero();
        assertThat(service.breaker().tryAcquirePermission()).isTrue();
    }

    @Test
    void aServiceThatLosesAUrlKeepsItsCircuit() {
        Service service = services.service("budget");
        service.instances().of(List.of(URI.create("http://a"), URI.create("http://b")));
        service.breaker().transitionToOpenState();

        service.instances().of(List.of(URI.create("http://a")));

        assertThat(service.status().state()).isEqualTo("open");
    }
}
