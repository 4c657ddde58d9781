package com.fincloud.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Contract 2 and 10 against whoever reads RFC 9110 and RFC 9112 closely: every line of the tables beside this class is a test.
 *
 * <p>The tables can be aimed at another gateway: {@code -Dconformance.gateway=host:port}, {@code -Dconformance.backend=port} of the
 * backend that it calls, {@code -Dconformance.paths=/at/gateway:/at/backend}, {@code -Dconformance.headers=} what a call needs.
 */
class ConformanceTest {

    /** In these tables one case must not meet another's connections to the backend. */
    private static final List<String> TABLES = List.of(
            "framing",
            "chunks",
            "targets",
            "host",
            "headers",
            "methods",
            "versions",
            "pipelining",
            "bodies",
            "answers");

    /** Cases that wait for a time-out, all at once. */
    private static final String TIMES = "times";

    private static final List<GatewayUnderTest> GATEWAYS = new ArrayList<>();

    private static GatewayUnderTest gateway;
    private static GatewayUnderTest hasty;

    @BeforeAll
    static void start() throws IOException {
        gateway = GatewayUnderTest.start("MAX_REQUEST_BODY=1MB", "REQUEST_TIMEOUT=10");
        hasty = GatewayUnderTest.start(
                "REQUEST_TIMEOUT=2",
                "server.tomcat.connection-timeout=1500ms",
                "CLIENT_IDLE_TIMEOUT=1",
                "gateway.client.head-timeout=2s",
                "gateway.client.body-grace=1s",
                "gateway.client.body-rate=1000");
        GATEWAYS.addAll(List.of(gateway, hasty));
    }

    @AfterAll
    static void stop() throws IOException {
        for (GatewayUnderTest started : GATEWAYS) {
            started.close();
        }
    }

    @AfterEach
    void nothingUnforeseenWasLogged() {
        for (GatewayUnderTest started : GATEWAYS) {
            assertThat(started.unforeseen()).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicContainer> aCaseIsAnsweredAsItsLineSays() {
        return TABLES.stream()
                .map(table -> DynamicContainer.dynamicContainer(
                        table,
                        gateway.cases(table).stream()
                                .map(told -> DynamicTest.dynamicTest(told.fact(), () -> gateway.run(told)))));
    }

    @TestFactory
    Stream<DynamicTest> aCaseOfTimeIsAnsweredAsItsLineSays() {
        ExecutorService clients = Executors.newCachedThreadPool();
        Map<String, Future<?>> running = new LinkedHashMap<>();
        for (Case told : hasty.cases(TIMES)) {
            running.put(told.fact(), clients.submit(() -> {
                hasty.run(told);
                return null;
            }));
        }
        clients.shutdown();
        return running.entrySet().stream()
                .map(told -> DynamicTest.dynamicTest(
                        told.getKey(), () -> told.getValue().get()));
    }
}
