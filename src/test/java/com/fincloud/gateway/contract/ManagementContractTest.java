package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators find on the management port, and clients do not find on theirs. */
class ManagementContractTest {

    private static final String MALFORMED = "{\"detail\":\"Malformed request\"}";

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("REDIS_URL", "redis://127.0.0.1:1/0")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel_route_policy_seconds_count{",
                "camel_routes_running",
                "resilience4j_circuitbreaker_state{",
                "gateway_limiter_decisions_total{",
                "gateway_backend_connections{",
                "jvm_memory_used_bytes{"
            })
    void theMetricsAreThere(String metric) throws IOException {
        Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer());

        assertThat(Http.get(gateway.managementPort(), "/actuator/prometheus").text())
                .contains("\n" + metric);
    }

    @Test
    void noMetricGrowsWithWhatClientsSend() throws IOException {
        unusual(1);
        await().until(() -> Scrape.of(gateway).sum("gateway_requests_total", "method", "OTHER") > 0);
        long before = series();
        for (int i = 2; i < 30; i++) {
            unusual(i);
        }

        await().until(() -> Scrape.of(gateway).sum("gateway_requests_total", "method", "OTHER") > 28);
        assertThat(series()).isEqualTo(before);
    }

    private static void unusual(int i) throws IOException {
        Http.send(gateway.port(), "M" + i, "/path-" + i + "?q=" + i, null, Tokens.bearer(i, "role" + i));
        Http.get(gateway.port(), "/api/v1/budget/x" + i, Tokens.bearer(i, "user"), "Host: h" + i);
    }

    /** What the gateway itself and Camel count; a JVM finds a new reason to collect garbage now and then. */
    private static long series() throws IOException {
        return Scrape.of(gateway).series().stream()
                .filter(series -> series.name().matches("(gateway|camel|resilience4j)_.*"))
                .count();
    }

    @Test
    void theProbesAskOfThisInstanceAlone() throws IOException {
        for (String group : new String[] {"liveness", "readiness", "startup"}) {
            Http.Reply reply = Http.get(gateway.managementPort(), "/actuator/health/" + group);

            assertThat(reply.status()).as(group).isEqualTo(200);
            assertThat(reply.text())
                    .as(group)
                    .contains("\"status\":\"UP\"")
                    .doesNotContain("redis", "circuits", "camel");
        }
    }

    @Test
    void whatAllInstancesShareIsDegradedAtWorst() throws Exception {
        CamelContext camel = gateway.context().getBean(CamelContext.class);
        camel.getRouteController().stopRoute("assets");
        try {
            await().untilAsserted(() -> {
                Http.Reply reply = Http.get(gateway.managementPort(), "/actuator/health");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text())
                        .startsWith("{\"status\":\"DEGRADED\"")
                        .contains("camelHealth", "\"assets\":\"Stopped\"", "\"budget\":\"Started\"")
                        .contains("\"rate_limiting\":\"local\"", "\"budget.xml\":\"loaded\"");
            });
            assertThat(Http.get(gateway.managementPort(), "/actuator/health/readiness")
                            .status())
                    .isEqualTo(200);
        } finally {
            camel.getRouteController().startRoute("assets");
        }
    }

    @Test
    void withoutItsRedisUnderClosedAnInstanceIsOutOfServiceAndAlive() throws IOException {
        try (TestGateway closed = TestGateway.builder()
                .with("RATE_LIMIT_ENABLED", "true")
                .with("REDIS_URL", "redis://127.0.0.1:1/0")
                .with("RATE_LIMIT_ON_REDIS_FAILURE", "closed")
                .start()) {
            Http.Reply ready = Http.get(closed.managementPort(), "/actuator/health/readiness");

            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.text()).contains("redis unavailable");
            assertThat(Http.get(closed.managementPort(), "/actuator/health/liveness")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theBillOfMaterialsSaysWhatIsInside() throws IOException {
        assertThat(Http.get(gateway.managementPort(), "/actuator/sbom/application")
                        .text())
                .contains("\"bomFormat\" : \"CycloneDX\"", "pkg:maven/io.jsonwebtoken/jjwt-impl@")
                .doesNotContain("pkg:maven/org.junit.jupiter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/health", "/actuator/prometheus", "/observe/health"})
    void theClientPortKnowsNothingOfThem(String path) throws IOException {
        assertThat(Http.get(gateway.port(), path).status()).isEqualTo(401);
        assertThat(Http.get(gateway.port(), path, Tokens.bearer()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/actuator/nowhere", "/actuator/%2e%2e/x", "/%zz", "/a\\b"})
    void anErrorThereIsJsonToo(String path) throws IOException {
        Http.Reply reply = Http.get(gateway.managementPort(), path);

        assertThat(reply.status()).isIn(400, 404);
        assertThat(reply.value("Content-Type")).startsWith("application/json");
        assertThat(reply.text()).isEqualTo(reply.status() == 404 ? "{\"detail\":\"Not Found\"}" : MALFORMED);
    }

    @Test
    void aMethodThatIsNotServedThereIsJsonToo() throws IOException {
        Http.Reply reply = Http.send(gateway.managementPort(), "PUT", "/actuator/health", null);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    }

    private static Http.Reply calledAs(String head) throws IOException {
        try (Http http = new Http(gateway.managementPort())) {
            http.write("GET /actuator/health/liveness HTTP/1." + head + "Connection: close\r\n\r\n");
            return http.read("GET");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "attacker.example:8081",
                "localhost.attacker.example",
                "127.0.0.1.attacker.example",
                "gateway.example.attacker.example",
                "localhost@attacker.example",
                "0x7f.1",
                "2130706433",
                "127.0.0.1:x",
                ""
            })
    void aNameOfSomebodyElsesIsRefused(String host) throws IOException {
        Http.Reply reply = calledAs("1\r\nHost: " + host + "\r\n");

        assertThat(reply.status()).isIn(400, 403);
        assertThat(reply.text()).startsWith("{\"detail\":\"");
        for (String path : new String[] {"/console", "/actuator/prometheus", "/actuator/routes", "/nowhere"}) {
            try (Http http = new Http(gateway.managementPort())) {
                http.write("GET " + path + " HTTP/1.1\r\nHost: attacker.example\r\n\r\n");
                assertThat(http.read("GET").status()).isEqualTo(403);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\r\nHost: localhost\r\n",
                "1\r\nHost: LOCALHOST:8081\r\n",
                "1\r\nHost: 127.0.0.1:1\r\n",
                "1\r\nHost: 10.1.2.3\r\n",
                "1\r\nHost: [::1]:8081\r\n",
                "1\r\nHost: [2001:db8::1]\r\n",
                "1\r\nHost: gateway.example\r\n",
                "1\r\nHost: Gateway.Example:9\r\n",
                "0\r\n",
                "0\r\nHost: 10.1.2.3\r\n"
            })
    void addressesLocalhostTheNamesThatAreSetAndOldProbesAreServed(String head) throws IOException {
        assertThat(calledAs(head).status()).isEqualTo(200);
    }
}
