package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.Backend.Instance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendInstancesTest {

    private final Services services =
            new Services(new GatewaySettings.Breaker(5, Duration.ofSeconds(60), 3), 100, new TestClock());

    @AfterEach
    void close() {
        services.close();
    }

    private Backend backend(String urls) {
        return BackendTargetTest.backend(services, urls, "/shop", "");
    }

    private static List<String> hosts(List<Instance> instances) {
        return instances.stream().map(instance -> instance.host().getHostName()).toList();
    }

    @Test
    void instancesTakeTurns() {
        Backend backend = backend("http://a,http://b,http://c");

        assertThat(hosts(backend.inTurn())).containsExactly("a", "b", "c");
        assertThat(hosts(backend.inTurn())).containsExactly("b", "c", "a");
        assertThat(hosts(backend.inTurn())).containsExactly("c", "a", "b");
        assertThat(hosts(backend.inTurn())).containsExactly("a", "b", "c");
    }

    @Test
    void theOnlyInstanceIsAlwaysNext() {
        Backend backend = backend("http://a");

        backend.inTurn().get(0).skip();

        assertThat(hosts(backend.inTurn())).containsExactly("a");
        assertThat(hosts(backend.inTurn())).containsExactly("a");
    }

    @Test
    void anInstanceThatCouldNotBeConnectedToComesLast() {
        Backend backend = backend("http://a,http://b,http://c");
        backend.inTurn().get(1).skip();

        assertThat(hosts(backend.inTurn())).containsExactly("c", "a", "b");
        assertThat(hosts(backend.inTurn())).containsExactly("c", "a", "b");
        assertThat(hosts(backend.inTurn())).containsExactly("a", "c", "b");
    }

    @Test
    void whenNoneCouldBeConnectedToAllAreTriedInTurn() {
        Backend backend = backend("http://a,http://b");
        backend.inTurn().forEach(Instance::skip);

        assertThat(hosts(backend.inTurn())).containsExactly("b", "a");
        assertThat(hosts(backend.inTurn())).containsExactly("a", "b");
    }
}
