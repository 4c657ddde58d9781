package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Contract 6.5: two instances of a service, one of which dies, hangs, drops SYNs or answers with errors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstancesContractTest {

    private static final int THRESHOLD = 5;
    private static final int CLIENTS = 24;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, RecordingBackend> backends = new LinkedHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Socket> waiting = new ArrayList<>();
    private ServerSocket droppingSyns;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        droppingSyns = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        fill(droppingSyns);
        Map<String, String> routes = new LinkedHashMap<>();
        for (String service : List.of("dies", "ends", "hangs", "errors", "both")) {
            routes.put(service + ".xml", route(service, two(service)));
        }
        routes.put("checked.xml", route("checked", two("checked")));
        instance("checked1").on("/ready", 503, "", "");
        routes.put(
                "drops.xml",
                route(
                        "drops",
                        "http://127.0.0.1:" + droppingSyns.getLocalPort() + ","
                                + started("drops").url()));
        gateway = TestGateway.builder()
                .backend(started("budget"))
                .with("PORTFOLIO_SERVICE_URL", two("portfolio"))
                .routes(routes)
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", Integer.toString(THRESHOLD))
                .with("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "1")
                .with("REQUEST_TIMEOUT", "2")
                .start();
    }

    @AfterAll
    void stop() throws IOException {
        end.countDown();
        gateway.close();
        for (RecordingBackend backend : backends.values()) {
            backend.close();
        }
        for (Socket socket : waiting) {
            socket.close();
        }
        droppingSyns.close();
    }

    private String two(String service) {
        return started(service + "1").url() + "," + started(service + "2").url();
    }

    private RecordingBackend started(String name) {
        return backends.computeIfAbsent(name, unused -> new RecordingBackend());
    }

    private RecordingBackend instance(String name) {
        return started(name);
    }

    private static String route(String service, String urls) {
        return """
                <templatedRoutes xmlns="http://camel.apache.org/schema/xml-io">
                  <templatedRoute routeTemplateRef="backend" routeId="%s">
                    <parameter name="path" value="/api/v1/%s"/>
                    <parameter name="service" value="%s"/>
                    <parameter name="url" value="%s"/>
                    <parameter name="retries" value="%s"/>
                    <parameter name="healthPath" value="%s"/>
                  </templatedRoute>
                </templatedRoutes>
                """
                .formatted(
                        service,
                        service,
                        service,
                        urls,
                        service.equals("errors") ? "1" : "0",
                        service.equals("checked") ? "/ready" : "");
    }

    /** Fills the queue of a listener that accepts nothing; from then on Linux drops further SYNs. */
    private void fill(ServerSocket listener) throws IOException {
        for (int i = 0; i < 10; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    private int get(String service) throws IOException {
        return Http.get(gateway.port(), "/api/v1/" + service + "/x", Tokens.bearer())
                .status();
    }

    private JsonNode health() throws IOException {
        return JSON.readTree(Http.get(gateway.port(), "/api/v1/health/detailed").body());
    }

    /** Calls a service from many clients at once; returns the number of answers that are not 200. */
    private int load(String service, int requestsOfEach, Runnable meanwhile) throws Exception {
        AtomicInteger failed = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> {
                for (int request = 0; request < requestsOfEach; request++) {
                    try {
                        failed.addAndGet(get(service) == 200 ? 0 : 1);
                    } catch (IOException e) {
                        failed.incrementAndGet();
                    }
                }
            });
            clients.add(client);
            client.start();
        }
        meanwhile.run();
        for (Thread client : clients) {
            client.join();
        }
        return failed.get();
    }

    @Test
    void oneThatDiesCostsAtMostWhatWasUnderWayThere() throws Exception {
        int failed = load("dies", 20, () -> {
            await().until(() -> instance("dies1").requests().size() > 10);
            try {
                instance("dies1").close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(failed).isLessThanOrEqualTo(CLIENTS);
        for (int i = 0; i < 20; i++) {
            assertThat(get("dies")).isEqualTo(200);
        }
        JsonNode health = health();
        assertThat(health.at("/circuit_breakers/dies/state").asText()).isEqualTo("closed");
        assertThat(health.at("/instances/dies/0/instance").asText()).isEqualTo("1");
        assertThat(health.at("/instances/dies/0/state").asText()).isEqualTo("left_out");
        assertThat(health.at("/instances/dies/0/time_until_retry").asInt()).isBetween(1, 12);
        assertThat(health.at("/instances/dies/1/state").asText()).isEqualTo("healthy");
        assertThat(health.at("/status").asText()).isEqualTo("degraded");
        assertThat(health.toString()).doesNotContain("127.0.0.1", "http:");
        Scrape scrape = Scrape.of(gateway);
        assertThat(scrape.sum("gateway_backend_instance_available", "service", "dies", "number", "1"))
                .isZero();
        assertThat(scrape.sum("gateway_backend_instance_left_out_total", "service", "dies", "number", "1"))
                .isPositive();
    }

    @Test
    void oneThatEndsConnectionsWithoutAnAnswerFailsNoGet() throws Exception {
        instance("ends1").on("/api/v1/ends/x", (request, socket, out) -> socket.close());

        assertThat(load("ends", 4, () -> {})).isZero();

        assertThat(health().at("/instances/ends/0/last_failure").asText()).isEqualTo("broken");
    }

    @Test
    void oneThatHangsCostsTheFirstTimeOut() throws Exception {
        instance("hangs1").on("/api/v1/hangs/x", (request, socket, out) -> end.await(60, TimeUnit.SECONDS));

        int failed = load("hangs", 4, () -> {});

        assertThat(failed).isEqualTo(1);
        int met = instance("hangs1").requests().size();
        for (int i = 0; i < 50; i++) {
            assertThat(get("hangs")).isEqualTo(200);
        }
        assertThat(instance("hangs1").requests()).hasSize(met);
        assertThat(health().at("/instances/hangs/0/last_failure").asText()).isEqualTo("timed_out");
    }

    @Test
    void oneThatDropsSynsDelaysOneRequest() throws Exception {
        int slow = 0;
        for (int i = 0; i < 40; i++) {
            long began = System.nanoTime();
            assertThat(get("drops")).isEqualTo(200);
            slow += System.nanoTime() - began > Duration.ofMillis(700).toNanos() ? 1 : 0;
        }

        // A second time if 5 s have passed on a busy machine. It took every second request before.
        assertThat(slow).isBetween(1, 4);
        assertThat(health().at("/instances/drops/0/last_failure").asText()).isEqualTo("not_connected");
    }

    @Test
    void oneThatSaysItIsNotReadyGetsNoRequests() throws Exception {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> health().at("/instances/checked/0/state").asText().equals("left_out"));

        for (int i = 0; i < 10; i++) {
            assertThat(get("checked")).isEqualTo(200);
        }

        assertThat(instance("checked1").requests())
                .allMatch(request -> request.target().equals("/ready"));
        assertThat(health().at("/instances/checked/0/last_failure").asText()).isEqualTo("check");
        instance("checked1").on("/ready", 204, "", "");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> health().at("/instances/checked/0/state").asText().equals("healthy"));
    }

    @Test
    void eachInstanceIsAskedForItsHealth() throws Exception {
        instance("portfolio2").on("/health", 503, "", "");

        await().until(() ->
                health().at("/services/portfolio_service/instances/2").asText().equals("unhealthy"));

        JsonNode service = health().at("/services/portfolio_service");
        assertThat(service.at("/status").asText()).isEqualTo("healthy");
        assertThat(service.at("/instances/1").asText()).isEqualTo("healthy");
        assertThat(health().at("/status").asText()).isEqualTo("degraded");
    }

    @Test
    void aFurtherAttemptGoesToTheOtherInstance() throws Exception {
        instance("errors1").on("/api/v1/errors/x", 503, "", "");

        for (int i = 0; i < 20; i++) {
            assertThat(get("errors")).isEqualTo(200);
        }

        assertThat(instance("errors1").requests()).hasSize(THRESHOLD);
    }

    @Test
    void theCircuitOpensWhenBothFail() throws Exception {
        instance("both1").on("/api/v1/both/x", 500, "", "");
        instance("both2").on("/api/v1/both/x", 500, "", "");
        for (int i = 0; i < 2 * THRESHOLD; i++) {
            assertThat(get("both")).isEqualTo(500);
        }

        Http.Reply open = Http.get(gateway.port(), "/api/v1/both/x", Tokens.bearer());

        assertThat(open.text()).contains("Circuit breaker is OPEN");
        assertThat(open.value("Retry-After")).isEqualTo("1");
    }
}
