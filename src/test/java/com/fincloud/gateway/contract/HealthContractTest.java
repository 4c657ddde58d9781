package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 7: what the gateway tells about itself. */
class HealthContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestRedis redis;
    private static RecordingBackend backend;
    private static RecordingBackend portfolio;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        redis = new TestRedis();
        backend = new RecordingBackend();
        portfolio = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("PORTFOLIO_SERVICE_URL", portfolio.url())
                .with("REDIS_URL", redis.url())
                .with("SERVICE_NAME", "edge-7")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
        portfolio.close();
        redis.close();
    }

    @BeforeEach
    void mend() {
        backend.forget();
        portfolio.forget();
    }

    private static Http.Reply get(String path) throws IOException {
        return Http.get(gateway.port(), path);
    }

    /** What the gateway says of its backends, once that is newer than the test: it asks them once a second. */
    private static JsonNode detailed(Predicate<JsonNode> isNew) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> json("/api/v1/health/detailed"), isNew);
    }

    private static Predicate<JsonNode> portfolio(String word, String value) {
        return health ->
                health.at("/services/portfolio_service/" + word).asText().equals(value);
    }

    private static JsonNode json(String path) throws IOException {
        Http.Reply reply = get(path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.value("Content-Type")).startsWith("application/json");
        return JSON.readTree(reply.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/health | {'status':'healthy','service':'edge-7','version':'1.0.0'}",
                "/api/v1/health | {'status':'healthy','service':'edge-7','version':'1.0.0'}",
                "/api/v1/health/live | {'status':'alive'}",
                "/api/v1/health/ready | {'status':'ready'}"
            })
    void theShortAnswersAreExact(String path, String expected) throws IOException {
        Http.Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(expected.replace('\'', '"'));
        assertThat(reply.value("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void headIsAnsweredLikeGetWithoutABody() throws IOException {
        try (Http http = new Http(gateway.port())) {
            assertThat(http.exchange("HEAD", "/health", null).status()).isEqualTo(200);
            assertThat(http.exchange("GET", "/health", null).status()).isEqualTo(200);
        }
    }

    @Test
    void statusAndRootTellWhatThereIs() throws IOException {
        JsonNode status = json("/api/v1/status");
        assertThat(status.get("api_version").asText()).isEqualTo("v1");
        assertThat(status.get("gateway_version").asText()).isEqualTo("1.0.0");
        assertThat(status.at("/features/authentication").asBoolean()).isTrue();
        assertThat(status.at("/features/rate_limiting").asBoolean()).isFalse();
        assertThat(status.at("/features/circuit_breaker").asBoolean()).isTrue();
        assertThat(status.at("/features/cors").asBoolean()).isTrue();
        assertThat(status.get("services").size()).isEqualTo(3);

        JsonNode root = json("/");
        assertThat(root.get("service").asText()).isEqualTo("edge-7");
        assertThat(root.get("status").asText()).isEqualTo("operational");
        assertThat(root.at("/documentation/swagger").asText()).isEqualTo("/docs");
        assertThat(root.at("/documentation/redoc").asText()).isEqualTo("/redoc");
        assertThat(root.get("description").asText()).isNotBlank();
    }

    @Test
    void detailedAsksEveryBackendAndGivesItsDetails() throws IOException {
        backend.on("/health", 200, "Content-Type: application/json\n", "{\"status\":\"healthy\",\"db\":\"up\"}");
        portfolio.on("/health", 503, "", "");

        JsonNode health = detailed(portfolio("error", "Status 503"));

        assertThat(health.get("status").asText()).isEqualTo("degraded");
        assertThat(health.at("/services/budget_service/status").asText()).isEqualTo("healthy");
        assertThat(health.at("/services/budget_service/response_time_ms").isNumber())
                .isTrue();
        assertThat(health.at("/services/budget_service/details/db").asText()).isEqualTo("up");
        assertThat(health.at("/services/portfolio_service/status").asText()).isEqualTo("unhealthy");
        assertThat(health.at("/circuit_breakers/budget/state").asText()).isEqualTo("closed");
        assertThat(health.at("/circuit_breakers/budget/last_failure_time").isNull())
                .isTrue();
        assertThat(health.at("/routes/0/file").asText()).isEqualTo("budget.xml");
        assertThat(health.at("/routes/0/status").asText()).isEqualTo("loaded");
    }

    @Test
    void allWellIsHealthy() {
        assertThat(detailed(portfolio("status", "healthy")).get("status").asText())
                .isEqualTo("healthy");
    }

    @Test
    void aBackendThatHangsCostsFiveSecondsAtMostAndTheOthersAnswer() throws IOException {
        portfolio.on("/health", (request, socket, out) -> {
            while (socket.getInputStream().read() >= 0) {
                // until the gateway gives up
            }
        });

        AtomicLong slowest = new AtomicLong();
        JsonNode health = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            long began = System.nanoTime();
                            JsonNode answer = json("/api/v1/health/detailed");
                            slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
                            return answer;
                        },
                        portfolio("error", "Request timeout"));

        assertThat(TimeUnit.NANOSECONDS.toSeconds(slowest.get())).isLessThan(8);
        assertThat(health.at("/services/budget_service/status").asText()).isEqualTo("healthy");
    }

    @Test
    void noInternalAddressShows() throws IOException {
        portfolio.close();
        try {
            JsonNode health = detailed(portfolio("error", "Cannot connect"));

            assertThat(health.at("/services/portfolio_service/status").asText()).isEqualTo("unhealthy");
            for (String path : new String[] {"/", "/health", "/api/v1/status", "/api/v1/health/detailed"}) {
                assertThat(get(path).text())
                        .doesNotContain("127.0.0.1", "http://", "Exception", Integer.toString(portfolio.port()));
            }
        } finally {
            portfolio = new RecordingBackend(portfolio.port());
        }
    }

    @Test
    void theBackendsHealthIsAskedWithoutTheClientsHeaders() {
        await().until(() -> {
            Http.get(gateway.port(), "/api/v1/health/detailed?x=1", Tokens.bearer(), "Cookie: a=b");
            return !backend.requests().isEmpty();
        });

        assertThat(backend.last().target()).isEqualTo("/health");
        assertThat(backend.last().head()).doesNotContainIgnoringCase("authorization", "cookie");
    }

    @Test
    void whoeverAsksOftenAsksTheBackendsOnceASecond() throws Exception {
        detailed(health -> !portfolio.requests().isEmpty());
        portfolio.forget();
        long began = System.nanoTime();
        for (int i = 0; i < 30; i++) {
            json("/api/v1/health/detailed");
        }

        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + 1;
        assertThat(portfolio.requests().size()).isLessThanOrEqualTo((int) seconds + 1);
    }
}
