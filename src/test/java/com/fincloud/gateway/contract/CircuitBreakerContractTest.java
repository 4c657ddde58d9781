package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.FreePort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract 6: three failures open, one second of rest, two good trials close. */
class CircuitBreakerContractTest {

    private static final int SERVICES = 20;
    private static final String UNREACHABLE = "unreachable";

    private static RecordingBackend backend;
    private static TestGateway gateway;
    private static int used;

    /** The service of this test: no other test has had calls of it. */
    private final String service = "s" + used++;

    private final String open =
            "{\"detail\":\"Service " + service + " is currently unavailable. Circuit breaker is OPEN.\"}";

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        StringBuilder routes = new StringBuilder("<templatedRoutes>");
        for (int i = 0; i < SERVICES; i++) {
            routes.append(routes("s" + i, backend.url()));
        }
        routes.append(routes(UNREACHABLE, "http://127.0.0.1:" + FreePort.next()));
        gateway = TestGateway.builder()
                .routes(Map.of(
                        "services.xml", routes.append("</templatedRoutes>").toString()))
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "3")
                .with("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "1")
                .with("CIRCUIT_BREAKER_SUCCESS_THRESHOLD", "2")
                .with("REQUEST_TIMEOUT", "2")
                .start();
    }

    /** Two routes of one service. */
    private static String routes(String service, String url) {
        return route(service, "/" + service, service, url)
                + route(service + "-other", "/other/" + service, service, url);
    }

    private static String route(String id, String path, String service, String url) {
        return """
                <templatedRoute routeTemplateRef="backend" routeId="%s">
                  <parameter name="path" value="%s"/>
                  <parameter name="rewrite" value="/api/v1"/>
                  <parameter name="service" value="%s"/>
                  <parameter name="url" value="%s"/>
                </templatedRoute>
                """
                .formatted(id, path, service, url);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    private Http.Reply get(String path) throws IOException {
        return Http.get(gateway.port(), "/" + service + path, Tokens.bearer());
    }

    private void fail(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(get("/fail").status()).isEqualTo(500);
        }
    }

    private String breaker() throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed")
                .text()
                .replaceAll(".*\"circuit_breakers\":\\{.*?\"" + service + "\":(\\{[^}]*}).*", "$1");
    }

    private void openCircuit() throws IOException {
        backend.on("/api/v1/fail", 500, "X-Own: 1\n", "own words");
        fail(3);
    }

    @Test
    void consecutiveFailuresOpenTheCircuitForAllRoutesOfTheService() throws IOException {
        openCircuit();
        int calls = backend.requests().size();

        Http.Reply reply = get("/ok");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo(open);
        assertThat(reply.value("Retry-After")).isEqualTo("1");
        assertThat(Http.get(gateway.port(), "/other/" + service + "/x", Tokens.bearer())
                        .text())
                .isEqualTo(open);
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
        openCircuit();
        await().untilAsserted(() -> assertThat(get("/ok").status()).isEqualTo(200));
        assertThat(breaker()).contains("\"state\":\"half_open\"", "\"success_count\":1");

        assertThat(get("/ok").status()).isEqualTo(200);

        assertThat(breaker()).contains("\"state\":\"closed\"", "\"failure_count\":0");
    }

    @Test
    void oneBadTrialOpensTheCircuitAgain() throws IOException {
        openCircuit();
        await().untilAsserted(() -> assertThat(get("/ok").status()).isEqualTo(200));

        fail(1);

        assertThat(get("/ok").text()).isEqualTo(open);
        await().untilAsserted(() -> assertThat(get("/ok").status()).isEqualTo(200));
        assertThat(get("/fail").status()).as("does not open it once more").isIn(500, 503);
        assertThat(get("/ok").status()).isEqualTo(200);
        assertThat(breaker()).contains("\"state\":\"closed\"");
    }

    @Test
    void aBadTrialOfTheOnlyEndpointIsShownAsAnOpenCircuit() throws IOException {
        openCircuit();
        await().untilAsserted(
                        () -> { // within the second for which it is held
                            assertThat(get("/fail").status()).isEqualTo(500);
                            Http.Reply held = get("/fail");
                            assertThat(held.status()).isEqualTo(503);
                            assertThat(held.text()).isEqualTo(open);
                            assertThat(held.value("Retry-After")).isEqualTo("1");
                            assertThat(breaker()).contains("\"state\":\"open\"", "\"time_until_retry\":1");
                            assertThat(Scrape.of(gateway)
                                            .sum("resilience4j_circuitbreaker_state", "name", service, "state", "open"))
                                    .isEqualTo(1);
                        });
        assertThat(get("/ok").status()).as("another endpoint is tried at once").isEqualTo(200);
        assertThat(breaker()).contains("\"state\":\"half_open\"", "\"time_until_retry\":0");
    }

    @Test
    void oneBadTrialOfAnotherEndpointOpensTheCircuitAgain() throws IOException {
        openCircuit();
        backend.on("/api/v1/worse", 500, "", "no");
        await().untilAsserted(() -> assertThat(get("/ok").status()).isEqualTo(200));

        assertThat(get("/worse").status()).isEqualTo(500);

        assertThat(get("/ok").text()).isEqualTo(open);
    }

    @Test
    void noMoreTrialsRunAtOnceThanAreNeededToClose() throws Exception {
        openCircuit();
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

        assertThat(get("/trial").text()).isEqualTo(open);

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
        client.write("GET /" + service + path + " HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
        return client;
    }

    @Test
    void aBackendThatCannotBeReachedIs503() throws IOException {
        Http.Reply reply = Http.get(gateway.port(), "/" + UNREACHABLE + "/x", Tokens.bearer());

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Cannot connect to service unreachable\"}");
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
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Service " + service + " request timeout\"}");
    }

    @Test
    void anAnswerThatIsNoHttpIs502AndCountsAsAFailure() throws IOException {
        backend.on("/api/v1/junk", (request, socket, out) -> {
            out.write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            out.flush();
            socket.close();
        });
        backend.on("/api/v1/reset", (request, socket, out) -> socket.close());

        assertThat(get("/junk").text()).isEqualTo("{\"detail\":\"Invalid response from service " + service + "\"}");
        assertThat(get("/junk").status()).isEqualTo(502);
        assertThat(get("/reset").status()).isEqualTo(502);
        assertThat(get("/ok").text()).isEqualTo(open);
    }

    @Test
    void anotherServiceAnswersWhileOneIsOpen() throws IOException {
        openCircuit();

        assertThat(Http.get(gateway.port(), "/s" + used++ + "/x", Tokens.bearer())
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
