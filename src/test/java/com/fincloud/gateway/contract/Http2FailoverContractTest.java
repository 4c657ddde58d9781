package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that an HTTP/2 backend ends without a response, and backends that want HTTP/1.1 for them: what is sent again, and where. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2FailoverContractTest {

    private static final byte[] REQUIRES_HTTP1 = {0, 0, 0, 13};
    private static final byte[] INTERNAL_ERROR = {0, 0, 0, 2};
    private static final byte[] ORDER = "order".getBytes(StandardCharsets.US_ASCII);
    private static final int TOGETHER = 4;

    private final AtomicInteger dying = new AtomicInteger();
    private final CountDownLatch together = new CountDownLatch(TOGETHER);
    private final List<Http2Backend> backends = new ArrayList<>();
    private TestGateway gateway;
    private Http2Backend requires;
    private Http2Backend goesAway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        TestAuthority authority = new TestAuthority("Test CA");
        SSLContext tls = TestCertificate.context(authority, authority.issue("backend", "localhost"));
        requires = secure(tls, request -> request.send(Frames.RESET, 0, REQUIRES_HTTP1));
        goesAway = secure(tls, request -> {
            request.connection.goAway(request.path().contains("begun") ? request.stream : 0, 13);
            request.connection.close();
        });
        gateway = TestGateway.builder()
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1000")
                .with(
                        "BACKEND_CA",
                        TestCertificate.write(folder.resolve("ca.crt"), authority.pem())
                                .toString())
                .routes(Map.of(
                        "pair.xml", route("pair", url(plain(this::dies)) + "," + url(plain(this::answers))),
                        "fresh.xml", route("fresh", url(plain(this::diesWithAll))),
                        "h2c.xml", route("h2c", url(plain(request -> request.send(Frames.RESET, 0, REQUIRES_HTTP1)))),
                        "requires.xml", route("requires", "https://localhost:" + requires.port()),
                        "away.xml", route("away", "https://localhost:" + goesAway.port())))
                .start();
    }

    private Http2Backend plain(Http2Backend.Handler handler) throws IOException {
        Http2Backend backend = new Http2Backend(handler);
        backends.add(backend);
        return backend;
    }

    private Http2Backend secure(SSLContext tls, Http2Backend.Handler handler) throws IOException {
        Http2Backend backend = new Http2Backend(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                new byte[0],
                handler);
        backends.add(backend);
        return backend;
    }

    private static String url(Http2Backend backend) {
        return "h2c://127.0.0.1:" + backend.port();
    }

    private static String route(String name, String url) {
        return Command.backend(name, "/" + name)
                .replace("http://" + name + ":8001", url)
                .replace("</templatedRoute>", "<parameter name='http2' value='true'/></templatedRoute>");
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        for (Http2Backend backend : backends) {
            backend.close();
        }
    }

    /** Ends each connection, or each stream, at its first request. */
    private void dies(Http2Backend.Request request) throws Exception {
        dying.incrementAndGet();
        if (request.path().contains("interim")) {
            request.head(false, ":status: 103", "link: </a>");
        }
        if (request.path().contains("reset")) {
            request.send(Frames.RESET, 0, INTERNAL_ERROR);
        } else {
            request.connection.close();
        }
    }

    private void answers(Http2Backend.Request request) throws Exception {
        request.answer("200", "second");
    }

    private void diesWithAll(Http2Backend.Request request) throws Exception {
        together.countDown();
        together.await(10, TimeUnit.SECONDS);
        request.connection.close();
    }

    private Http.Reply call(String method, String path, byte @Nullable [] body) throws IOException {
        try (Http http = new Http(gateway.port())) {
            return http.exchange(method, path, body, Tokens.bearer());
        }
    }

    private JsonNode health() throws IOException {
        return new ObjectMapper()
                .readTree(Http.get(gateway.port(), "/api/v1/health/detailed").body());
    }

    /** As over HTTP/1.1: the connection was new, so the instance has failed, and the request goes to the other one. */
    @Test
    void aFreshConnectionThatEndsSendsAGetElsewhere() throws IOException {
        for (String path : List.of("/pair/closed", "/pair/reset")) {
            int before = dying.get();
            for (int i = 0; i < 4; i++) {
                assertThat(call("GET", path, null).text()).isEqualTo("second");
            }
            assertThat(dying.get()).as("the other instance was tried").isGreaterThan(before);
        }
        assertThat(health().at("/instances/pair/0/last_failure").asText()).isEqualTo("broken");
    }

    @Test
    void aPostIsSentNowhereElse() throws IOException {
        int before = dying.get();
        int failed = 0;
        for (int i = 0; i < 4; i++) {
            failed += call("POST", "/pair/closed", ORDER).status() == 502 ? 1 : 0;
        }
        assertThat(failed).isEqualTo(dying.get() - before);
    }

    @Test
    void whatHasBegunToAnswerIsNotSentElsewhere() throws IOException {
        int before = dying.get();
        int failed = 0;
        for (int i = 0; i < 4; i++) {
            failed += call("GET", "/pair/interim", null).status() == 502 ? 1 : 0;
        }
        assertThat(failed).isEqualTo(dying.get() - before);
    }

    /** Many requests may share a new connection. Its end is no race with an idle time, so each of them has met a failure of the service. */
    @Test
    void eachRequestOnAFreshConnectionHasMetAFailure() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(TOGETHER);
        try {
            List<Future<Integer>> calls = clients.invokeAll(Collections.nCopies(
                    TOGETHER, () -> call("POST", "/fresh/x", ORDER).status()));
            for (Future<Integer> one : calls) {
                assertThat(one.get()).isEqualTo(502);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(health().at("/circuit_breakers/fresh/failure_count").asInt()).isEqualTo(TOGETHER);
    }

    @Test
    void aBackendThatRequiresHttp1GetsIt() throws IOException {
        assertThat(call("POST", "/requires/a", ORDER).text()).isEqualTo("POST /requires/a HTTP/1.1 order");
        assertThat(call("GET", "/requires/b", null).text()).isEqualTo("GET /requires/b HTTP/1.1 ");
        assertThat(call("POST", "/requires/c", new byte[100_000]).status()).isEqualTo(200);
        assertThat(requires.requests).as("it was asked once").hasSize(1);
        assertThat(health().at("/protocols/requires/0").asText()).isEqualTo("HTTP/1.1");
        assertThat(health().at("/circuit_breakers/requires/failure_count").asInt())
                .isZero();
    }

    @Test
    void aBackendMayRequireHttp1ForTheWholeConnection() throws IOException {
        assertThat(call("GET", "/away/begun", null).text()).isEqualTo("GET /away/begun HTTP/1.1 ");
        assertThat(call("POST", "/away/x", ORDER).text()).isEqualTo("POST /away/x HTTP/1.1 order");
        assertThat(goesAway.requests).hasSize(1);
    }

    @Test
    void withoutTlsThereIsNoWayToHttp1() throws IOException {
        String id = UUID.randomUUID().toString();
        Http.Reply reply = Http.get(gateway.port(), "/h2c/x", Tokens.bearer(), "X-Request-ID: " + id);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid response from service h2c\"}");
        await().until(
                        () -> Http.get(gateway.managementPort(), "/actuator/failures/" + id)
                                .text(),
                        text -> text.contains("http_1_1_required"));
    }

    @Test
    void theProtocolIsReportedWhereHttp2WasAskedFor() throws IOException {
        call("GET", "/pair/x", null);
        JsonNode protocols = health().path("protocols");
        assertThat(protocols.at("/pair/1").asText()).isEqualTo("HTTP/2");
        assertThat(protocols.has("budget")).isFalse();
    }
}
