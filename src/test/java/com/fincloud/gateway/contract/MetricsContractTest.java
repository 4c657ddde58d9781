package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators can count on the management port: each request once, where and how it ended, and who took the time. */
class MetricsContractTest {

    private static final String REQUESTS = "gateway_requests_total";

    private static TestRedis redis;
    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("PORTFOLIO_SERVICE_URL", backend.url() + "," + backend.url()) // two instances
                .with("NOTIFICATION_SERVICE_URL", "http://127.0.0.1:" + unusedPort())
                .with("RATE_LIMIT_ENABLED", "true")
                .with("REDIS_URL", redis.url())
                .with(
                        "RATE_LIMIT_PLANS",
                        Files.writeString(Files.createTempFile("plans", ".yaml"), "mode: enforce")
                                .toString())
                .with(
                        "API_KEYS",
                        Files.writeString(
                                        Files.createTempFile("keys", ".yaml"),
                                        "keys: [{name: a, sha256: '" + "0".repeat(64) + "'}]")
                                .toString())
                .with("REQUEST_TIMEOUT", "1")
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "2")
                .start();
        await().until(() -> Scrape.of(gateway).sum("gateway_limiter_degraded") == 0);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
        redis.close();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static double count(String... tags) throws IOException {
        return Scrape.of(gateway).sum(REQUESTS, tags);
    }

    /** A request is counted when its answer is out, which a client may see a moment earlier. */
    private static void awaitOneMore(double before, String... tags) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(count(tags)).isEqualTo(before + 1));
    }

    @Test
    void aProxiedRequestIsCountedByRouteServiceMethodAndStatus() throws IOException {
        backend.on("/api/v1/brewed", 418, "", "");
        String[] tags = {
            "route", "budget", "service", "budget", "method", "PATCH", "status", "4xx", "outcome", "proxied"
        };
        double before = count(tags);

        Http.send(gateway.port(), "PATCH", "/api/v1/budget/brewed", new byte[3], Tokens.bearer(2, "user"));

        awaitOneMore(before, tags);
    }

    @Test
    void aRequestWithoutATokenIsUnauthorizedAndSaysWhy() throws IOException {
        double missing = Scrape.of(gateway).sum("gateway_tokens_refused_total", "reason", "missing");
        double expired = Scrape.of(gateway).sum("gateway_tokens_refused_total", "reason", "expired");
        double before = count("route", "budget", "outcome", "unauthorized", "status", "4xx");

        Http.get(gateway.port(), "/api/v1/budget/x");
        awaitOneMore(before, "route", "budget", "outcome", "unauthorized", "status", "4xx");
        Http.get(
                gateway.port(),
                "/api/v1/budget/x",
                "Authorization: Bearer " + Tokens.sign("{\"sub\":\"1\",\"type\":\"access\",\"exp\":1000}"));

        Scrape after = Scrape.of(gateway);
        assertThat(after.sum("gateway_tokens_refused_total", "reason", "missing"))
                .isEqualTo(missing + 1);
        assertThat(after.sum("gateway_tokens_refused_total", "reason", "expired"))
                .isEqualTo(expired + 1);
    }

    @Test
    void aPathThatNoRouteServesCountsUnderNoneAndAnUnknownMethodUnderOther() throws IOException {
        String[] tags = {"route", "none", "service", "none", "method", "OTHER", "status", "4xx", "outcome", "not_found"
        };
        double before = count(tags);

        Http.send(gateway.port(), "BREW", "/nowhere", null, Tokens.bearer(3, "user"));

        awaitOneMore(before, tags);
    }

    @Test
    void failuresOfARouteThatNobodyCalledAreThereAtZero() throws IOException {
        assertThat(Scrape.of(gateway).series())
                .contains(new Scrape.Series(
                        "gateway_requests_failed_total",
                        Map.of("route", "reports", "service", "budget", "outcome", "timed_out"),
                        0));
    }

    @Test
    void aRequestThatReachesNoRouteCountsToo() throws IOException {
        String[] malformed = {"route", "none", "status", "4xx", "outcome", "refused"};
        double before = count(malformed);

        Http.get(gateway.port(), "/api/v1/budget/../x", Tokens.bearer());

        awaitOneMore(before, malformed);
    }

    @Test
    void theSixtyFirstRequestIsRateLimited() throws IOException {
        String[] limited = {"route", "portfolio", "outcome", "rate_limited", "status", "4xx"};
        double before = count(limited);
        double refused =
                Scrape.of(gateway).sum("gateway_limiter_decisions_total", "route", "portfolio", "decision", "refused");
        for (int i = 0; i < 61; i++) {
            Http.get(gateway.port(), "/api/v1/portfolio/x", Tokens.bearer(61, "user"));
        }

        awaitOneMore(before, limited);
        Scrape after = Scrape.of(gateway);
        assertThat(after.sum("gateway_limiter_decisions_total", "route", "portfolio", "decision", "refused"))
                .isEqualTo(refused + 1);
        assertThat(after.sum("gateway_redis_seconds_count", "result", "answered"))
                .isGreaterThanOrEqualTo(61);
    }

    @Test
    void anUnreachableServiceOpensItsCircuitAndBothAreSeen() throws IOException {
        for (int i = 0; i < 3; i++) {
            Http.get(gateway.port(), "/api/v1/notifications/x", Tokens.bearer(4, "user"));
        }

        await().until(() -> count("service", "notification", "outcome", "circuit_open", "status", "5xx") == 1);
        Scrape after = Scrape.of(gateway);
        assertThat(after.sum(REQUESTS, "service", "notification", "outcome", "unreachable"))
                .isEqualTo(2);
        assertThat(after.sum("gateway_requests_failed_total", "service", "notification", "outcome", "circuit_open"))
                .isEqualTo(1);
        assertThat(after.sum("gateway_circuit_transitions_total", "service", "notification", "to", "open"))
                .isEqualTo(1);
        assertThat(after.sum("resilience4j_circuitbreaker_state", "name", "notification", "state", "open"))
                .isEqualTo(1);
        assertThat(after.sum("gateway_backend_calls_seconds_count", "service", "notification", "result", "unreachable"))
                .isEqualTo(2);
    }

    @Test
    void whatTheBackendTakesIsNotTheGatewaysOwnShare() throws IOException {
        backend.on("/api/v1/slow", (request, socket, out) -> {
            TimeUnit.MILLISECONDS.sleep(400);
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 2\n\n"));
            out.write("ok".getBytes(StandardCharsets.US_ASCII));
        });
        Scrape before = Scrape.of(gateway);

        Http.get(gateway.port(), "/api/v1/budget/slow", Tokens.bearer(5, "user"));

        await().until(() -> grown("gateway_request_seconds_count", before) > 0);
        Scrape after = Scrape.of(gateway);
        assertThat(grown("gateway_request_first_byte_seconds_sum", before)).isGreaterThan(0.4);
        assertThat(grown("gateway_request_own_seconds_sum", before)).isLessThan(0.2);
        assertThat(after.sum("gateway_backend_calls_seconds_sum", "service", "budget", "result", "answered")
                        - before.sum("gateway_backend_calls_seconds_sum", "service", "budget", "result", "answered"))
                .isGreaterThan(0.4);
    }

    private static double grown(String name, Scrape since) throws IOException {
        return Scrape.of(gateway).sum(name, "route", "budget") - since.sum(name, "route", "budget");
    }

    @Test
    void whatTheClientTakesForItsBodyIsNeitherTheBackendsNorTheGateways() throws Exception {
        Scrape before = Scrape.of(gateway);

        try (Http http = new Http(gateway.port())) {
            http.write("POST /api/v1/budget/upload HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer(6, "user")
                    + "\r\nContent-Length: 4\r\n\r\nab");
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            http.write("cd");
            assertThat(http.read("POST").status()).isEqualTo(200);
        }

        await().until(() -> grown("gateway_request_body_bytes_total", before) == 4);
        assertThat(grown("gateway_request_first_byte_seconds_sum", before)).isGreaterThan(0.45);
        assertThat(grown("gateway_request_own_seconds_sum", before)).isLessThan(0.2);
        Scrape after = Scrape.of(gateway);
        assertThat(after.sum("gateway_backend_calls_seconds_sum", "service", "budget")
                        - before.sum("gateway_backend_calls_seconds_sum", "service", "budget"))
                .isLessThan(0.2);
        assertThat(after.sum("gateway_response_body_bytes_total", "route", "budget")
                        - before.sum("gateway_response_body_bytes_total", "route", "budget"))
                .isEqualTo(2, offset(0.1));
    }

    @Test
    void aTimeOutAndAClientThatLeavesHaveOutcomesOfTheirOwn() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        backend.on("/api/v1/hangs", (request, socket, out) -> {
            asked.countDown();
            TimeUnit.SECONDS.sleep(5);
        });
        double timedOut = count("route", "budget", "outcome", "timed_out", "status", "5xx");
        double aborted = count("route", "portfolio", "outcome", "client_aborted");

        Http.get(gateway.port(), "/api/v1/budget/hangs", Tokens.bearer(7, "user"));
        awaitOneMore(timedOut, "route", "budget", "outcome", "timed_out", "status", "5xx");
        try (Http http = new Http(gateway.port())) {
            http.write("GET /api/v1/portfolio/hangs HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer(7, "user") + "\r\n\r\n");
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            http.socket().setSoLinger(true, 0); // closes with a reset
        }

        awaitOneMore(aborted, "route", "portfolio", "outcome", "client_aborted");
    }

    @Test
    void aRequestInFlightIsSeen() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        backend.on("/api/v1/held", (request, socket, out) -> {
            seen.await(1, TimeUnit.SECONDS);
            out.write(RecordingBackend.head("HTTP/1.1 204 No Content\n\n"));
        });

        try (Http http = new Http(gateway.port())) {
            http.write("GET /api/v1/budget/held HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer(8, "user") + "\r\n\r\n");
            await().until(() -> Scrape.of(gateway).sum("gateway_requests_in_flight") == 1);
            assertThat(Scrape.of(gateway).sum("gateway_route_requests_in_flight", "route", "budget"))
                    .isEqualTo(1);
            await().until(() ->
                    Scrape.of(gateway).sum("gateway_backend_connections", "service", "budget", "state", "leased") == 1);
            seen.countDown();
            assertThat(http.read("GET").status()).isEqualTo(204);
        }
    }

    @Test
    void anExemplarNamesTheTraceOfARequest() throws IOException {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    Http.get(
                            gateway.port(),
                            "/api/v1/assets/x",
                            Tokens.bearer(9, "user"),
                            "traceparent: 00-" + trace + "-00f067aa0ba902b7-01");
                    return exemplars().stream()
                            .anyMatch(line ->
                                    line.startsWith("gateway_request") && line.contains("trace_id=\"" + trace + "\""));
                });
    }

    private static List<String> exemplars() throws IOException {
        String accept = "Accept: application/openmetrics-text; version=1.0.0";
        return Http.get(gateway.managementPort(), "/actuator/prometheus", accept)
                .text()
                .lines()
                .filter(line -> line.contains(" # {"))
                .toList();
    }

    /** Prometheus throws a whole scrape away for an exemplar of anything else. */
    @Test
    void onlyBucketsAndCountersHaveExemplars() throws IOException {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    Http.get(gateway.port(), "/api/v1/categories/x", Tokens.bearer(11, "user"));
                    return !exemplars().isEmpty();
                });

        assertThat(exemplars()).allMatch(line -> line.matches("\\w+_(bucket|total)\\{.*"));
    }

    @Test
    void theDocumentedTableIsWhatThereIs() throws IOException {
        Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer(10, "user"));
        await().until(() -> count("route", "budget", "outcome", "proxied") > 0);

        MetricsTable table = MetricsTable.read();

        assertThat(table.found(Scrape.of(gateway))).containsExactlyInAnyOrderElementsOf(table.rows());
    }

    @Test
    void theSeriesOfARouteGoWithItsFile() throws IOException {
        Path folder = Files.createTempDirectory("routes");
        String file = route("extra");
        Files.writeString(folder.resolve("kept.xml"), route("kept"));
        try (TestGateway other = TestGateway.builder().changing(folder).start()) {
            Http.get(other.port(), "/api/v1/kept/x", Tokens.bearer());
            long before = seriesNaming(other, "extra");
            assertThat(before).isZero();

            DeployedFile.put(folder, "extra.xml", file);
            await().until(() ->
                    Http.get(other.port(), "/api/v1/extra/x", Tokens.bearer()).status() == 200);
            Http.get(other.port(), "/api/v1/extra/x");
            await().until(() -> Scrape.of(other).sum(REQUESTS, "route", "extra", "outcome", "unauthorized") == 1);
            long loaded = seriesNaming(other, "extra");

            DeployedFile.put(folder, "extra.xml", file + "\n");
            await().until(() -> Scrape.of(other).sum("gateway_route_file_events_total", "event", "reloaded") == 1);
            Http.get(other.port(), "/api/v1/extra/x");
            await().until(() -> Scrape.of(other).sum(REQUESTS, "route", "extra", "outcome", "unauthorized") == 2);
            assertThat(seriesNaming(other, "extra")).isEqualTo(loaded);

            Files.delete(folder.resolve("extra.xml"));
            await().atMost(Duration.ofSeconds(10)).until(() -> seriesNaming(other, "extra") == 0);
            assertThat(Scrape.of(other).sum(REQUESTS, "route", "kept")).isEqualTo(1);
            assertThat(Scrape.of(other).sum("gateway_route_file_events_total", "event", "removed"))
                    .isEqualTo(1);
        }
    }

    private static String route(String id) {
        return Command.backend(id, "/api/v1/" + id).replace("http://" + id + ":8001", backend.url());
    }

    private static long seriesNaming(TestGateway of, String route) throws IOException {
        return Scrape.of(of).series().stream()
                .filter(series -> route.equals(series.tags().get("route"))
                        || route.equals(series.tags().get("routeId")))
                .count();
    }
}
