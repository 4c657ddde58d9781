package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract 6: three failures open, one second of rest, two good trials close. */
class CircuitBreakerContractTest {

    private static final String OPEN =
            "{\"detail\":\"Service budget is currently unavailable. Circuit breaker is OPEN.\"}";

    private RecordingBackend backend;
    private RecordingBackend portfolio;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        backend = new RecordingBackend();
        portfolio = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("PORTFOLIO_SERVICE_URL", portfolio.url())
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "3")
                .with("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "1")
                .with("CIRCUIT_BREAKER_SUCCESS_THRESHOLD", "2")
                .with("REQUEST_TIMEOUT", "2")
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        backend.close();
        portfolio.close();
    }

    private Http.Reply get(String path) throws IOException {
        return Http.get(gateway.port(), "/api/v1/budget" + path, Tokens.bearer());
    }

    private void fail(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(get("/fail").status()).isEqualTo(500);
        }
    }

    private String breaker() throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed")
                .text()
                .replaceAll(".*\"circuit_breakers\":\\{\"budget\":(\\{[^}]*}).*", "$1");
    }

    private void open() throws IOException {
        backend.on("/api/v1/fail", 500, "X-Own: 1\n", "own words");
        fail(3);
    }

    @Test
    void consecutiveFailuresOpenTheCircuitForAllRoutesOfTheService() throws IOException {
        open();
        int calls = backend.requests().size();

        Http.Reply reply = get("/ok");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo(OPEN);
        assertThat(reply.value("Retry-After")).isEqualTo("1");
        assertThat(Http.get(gateway.port(), "/api/v1/accounts", Tokens.bearer()).text())
                .isEqualTo(OPEN);
        assertThat(backend.requests()).hasSize(calls);
        assertThat(breaker()).contains("\"state\":\"open\"", "\"failure_count\":3", "\"time_until_retry\":1");
    }

    @Test
    void aSuccessAndA4xxResetTheCount() throws IOException {
        backend.on("/api/v1/fail", 500, "", "no");
        backend.on("/api/v1/missing", 404, "", "no");
        fail(2);
        assertThat(get("/missing").status()).isEqualTo(404);
        fail(2);
        assertThat(get("/ok").status()).isEqualTo(200);
        fail(2);

        assertThat(get("/ok").status()).isEqualTo(200);
    }

    @Test
    void aBackendsOwnErrorPassesUntouched() throws IOException {
        backend.on("/api/v1/own", 503, "X-Own: 1\nRetry-After: 9\n", "own words");

        Http.Reply reply = get("/own");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo("own words");
        assertThat(reply.value("X-Own")).isEqualTo("1");
        assertThat(reply.value("Retry-After")).isEqualTo("9");
    }

    @Test
    void goodTrialsCloseTheCircuit() throws IOException {
        open();
        await().untilAsserted(() -> assertThat(get("/ok").status()).isEqualTo(200));
        assertThat(breaker()).contains("\"state\":\"half_open\"", "\"success_count\":1");

        assertThat(get("/ok").status()).isEqualTo(200);

        assertThat(breaker()).contains("\"state\":\"closed\"", "\"failure_count\":0");
    }

    @Test
    void oneBadTrialOpensTheCircuitAgain() throws IOException {
        open();
        await().untilAsserted(() -> assertThat(get("/ok").status()).isEqualTo(200));

        fail(1);

        assertThat(get("/ok").text()).isEqualTo(OPEN);
        await().untilAsserted(() -> assertThat(get("/ok").status()).isEqualTo(200));
        assertThat(get("/fail").status()).as("does not open it once more").isIn(500, 503);
        assertThat(get("/ok").status()).isEqualTo(200);
        assertThat(breaker()).contains("\"state\":\"closed\"");
    }

    @Test
    void aBadTrialOfTheOnlyEndpointIsShownAsAnOpenCircuit() throws IOException {
        open();
        await().untilAsserted(
                        () -> { // within the second for which it is held
                            assertThat(get("/fail").status()).isEqualTo(500);
                            Http.Reply held = get("/fail");
                            assertThat(held.status()).isEqualTo(503);
                            assertThat(held.text()).isEqualTo(OPEN);
                            assertThat(held.value("Retry-After")).isEqualTo("1");
                            assertThat(breaker()).contains("\"state\":\"open\"", "\"time_until_retry\":1");
                            assertThat(Scrape.of(gateway)
                                            .sum(
                                                    "resilience4j_circuitbreaker_state",
                                                    "name",
                                                    "budget",
                                                    "state",
                                                    "open"))
                                    .isEqualTo(1);
                        });
        assertThat(get("/ok").status()).as("another endpoint is tried at once").isEqualTo(200);
        assertThat(breaker()).contains("\"state\":\"half_open\"", "\"time_until_retry\":0");
    }

    @Test
    void oneBadTrialOfAnotherEndpointOpensTheCircuitAgain() throws IOException {
        open();
        backend.on("/api/v1/worse", 500, "", "no");
        await().untilAsserted(() -> assertThat(get("/ok").status()).isEqualTo(200));

        assertThat(get("/worse").status()).isEqualTo(500);

        assertThat(get("/ok").text()).isEqualTo(OPEN);
    }

    @Test
    void noMoreTrialsRunAtOnceThanAreNeededToClose() throws Exception {
        open();
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger arrived = new AtomicInteger();
        backend.on("/api/v1/trial", (request, socket, out) -> {
            arrived.incrementAndGet();
            release.await(5, TimeUnit.SECONDS);
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
        });
        List<Http> clients = new ArrayList<>();
        await().until(() -> {
            Http client = send("/trial");
            clients.add(client);
            return arrived.get() == 2;
        });

        assertThat(get("/trial").text()).isEqualTo(OPEN);

        release.countDown();
        for (Http client : clients) {
            assertThat(client.read("GET").status()).isIn(200, 503);
            client.close();
        }
        assertThat(arrived).hasValue(2);
        assertThat(breaker()).contains("\"state\":\"closed\"");
    }

    private Http send(String path) throws IOException {
        Http client = new Http(gateway.port());
        client.write("GET /api/v1/budget" + path + " HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
        return client;
    }

    @Test
    void aBackendThatCannotBeReachedIs503() throws IOException {
        backend.close();

        Http.Reply reply = get("/x");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Cannot connect to service budget\"}");
    }

    @Test
    void aHeadThatDripsIs504InTime() throws IOException {
        backend.on("/api/v1/drip", (request, socket, out) -> {
            byte[] head = RecordingBackend.head("HTTP/1.1 200 OK\nX-Long: " + "x".repeat(10_000));
            for (byte b : head) {
                out.write(b);
                out.flush();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        });

        Http.Reply reply = get("/drip");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Service budget request timeout\"}");
    }

    @Test
    void anAnswerThatIsNoHttpIs502AndCountsAsAFailure() throws IOException {
        backend.on("/api/v1/junk", (request, socket, out) -> {
            out.write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            out.flush();
            socket.close();
        });
        backend.on("/api/v1/reset", (request, socket, out) -> socket.close());

        assertThat(get("/junk").text()).isEqualTo("{\"detail\":\"Invalid response from service budget\"}");
        assertThat(get("/junk").status()).isEqualTo(502);
        assertThat(get("/reset").status()).isEqualTo(502);
        assertThat(get("/ok").text()).isEqualTo(OPEN);
    }

    @Test
    void anotherServiceAnswersWhileOneIsOpen() throws IOException {
        open();

        assertThat(Http.get(gateway.port(), "/api/v1/portfolio/x", Tokens.bearer())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aClientThatGoesAwayIsNoFailureOfTheBackend() throws IOException {
        AtomicInteger arrived = new AtomicInteger();
        backend.on("/api/v1/slow", (request, socket, out) -> {
            arrived.incrementAndGet();
            socket.getInputStream().read();
        });
        for (int i = 1; i <= 4; i++) {
            int calls = i;
            Http client = send("/slow");
            await().until(() -> arrived.get() == calls);
            client.socket().setSoLinger(true, 0); // closes with a reset
            client.close();
        }

        assertThat(get("/ok").status()).isEqualTo(200);
        assertThat(breaker()).contains("\"failure_count\":0");
    }
}
