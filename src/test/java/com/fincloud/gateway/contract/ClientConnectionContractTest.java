package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 2.14 and 2.17: redirects of a backend, and clients that close their half of a connection, or leave it idle. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientConnectionContractTest {

    private static final int HALF_CLOSE_SECONDS = 2;

    private RecordingBackend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("CLIENT_HALF_CLOSE_TIMEOUT", Integer.toString(HALF_CLOSE_SECONDS))
                .with("CLIENT_IDLE_TIMEOUT", "1")
                .routes(Map.of(
                        "templates.xml",
                        "<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'>"
                                + route("budget", "/api/v1/budget", "/api/v1")
                                + route("accounts", "/api/v1/accounts", "/api/v1/accounts/") + "</templatedRoutes>",
                        "plain.xml",
                        """
                        <routes xmlns="http://camel.apache.org/schema/xml-io">
                          <route id="plain">
                            <from uri="platform-http:/plain?matchOnUriPrefix=true"/>
                            <to uri="http:plain?url=%s"/>
                          </route>
                        </routes>"""
                                .formatted(backend.url())))
                .start();
    }

    private String route(String id, String path, String rewrite) {
        return "<templatedRoute routeTemplateRef='backend' routeId='" + id + "'><parameter name='path' value='" + path
                + "'/><parameter name='rewrite' value='" + rewrite
                + "'/><parameter name='service' value='budget'/><parameter name='url' value='" + backend.url()
                + "'/></templatedRoute>";
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/budget/things, /api/v1/things, {url}/api/v1/things/5?a=%20, /api/v1/budget/things/5?a=%20",
        "/api/v1/accounts, /api/v1/accounts/, {url}/api/v1/accounts/7, /api/v1/accounts/7",
        "/api/v1/budget/things, /api/v1/things, {url}/admin, {url}/admin",
        "/api/v1/budget/things, /api/v1/things, http://elsewhere.example/api/v1/x, http://elsewhere.example/api/v1/x",
        "/api/v1/budget/things, /api/v1/things, http://gateway.example:8000/api/v1/x, http://gateway.example:8000/api/v1/x",
        "/api/v1/budget/things, /api/v1/things, /api/v1/x, /api/v1/x",
        "/plain/a, /plain/a, {url}/plain/b, /plain/b"
    })
    void aReferenceToTheCalledInstanceIsAPublicPath(String path, String inner, String sent, String shown)
            throws IOException {
        String location = sent.replace("{url}", backend.url());
        backend.on(inner, 302, "Location: " + location + "\nContent-Location: " + location + "\n", "");

        Http.Reply reply = Http.get(gateway.port(), path, Tokens.bearer(), "X-Forwarded-Host: evil.example");

        assertThat(reply.status()).isEqualTo(302);
        String expected = shown.replace("{url}", backend.url());
        assertThat(reply.values("Location")).containsExactly(expected);
        assertThat(reply.values("Content-Location")).containsExactly(expected);
    }

    private Http halfClosed(String path) throws IOException {
        Http http = new Http(gateway.port());
        http.write("GET /api/v1/budget" + path + " HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
        http.socket().shutdownOutput();
        return http;
    }

    @Test
    void aHalfClosedClientGetsASlowAnswer() throws IOException {
        backend.on("/api/v1/slow", (request, socket, out) -> {
            TimeUnit.MILLISECONDS.sleep(1_200); // two looks of the watch, and less than the time-out
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 4\n\nslow"));
        });

        try (Http http = halfClosed("/slow")) {
            Http.Reply reply = http.read("GET");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("slow");
            assertThat(http.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void aHalfClosedClientGetsAStreamThatIsLongerThanTheTimeout() throws IOException {
        backend.on("/api/v1/stream", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"));
            for (int i = 0; i < 2 * HALF_CLOSE_SECONDS; i++) {
                TimeUnit.MILLISECONDS.sleep(800);
                event(out);
            }
            out.write(RecordingBackend.head("0\n\n"));
        });

        try (Http http = halfClosed("/stream")) {
            Http.Reply reply = http.read("GET");

            assertThat(reply.complete()).isTrue();
            assertThat(reply.text()).hasSize(2 * HALF_CLOSE_SECONDS);
        }
    }

    private static void event(OutputStream out) throws IOException {
        out.write("1\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** A call that hangs, and whether the gateway has ended it. */
    private AtomicBoolean hanging(CountDownLatch arrived) {
        AtomicBoolean ended = new AtomicBoolean();
        backend.on("/api/v1/hang", (request, socket, out) -> {
            arrived.countDown();
            awaitEnd(socket, ended);
        });
        return ended;
    }

    private static void awaitEnd(Socket socket, AtomicBoolean ended) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            ended.set(socket.getInputStream().read() < 0);
        } catch (java.net.SocketException e) {
            ended.set(true);
        }
    }

    @Test
    void aHalfClosedClientWaitsNoLongerThanTheTimeout() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        AtomicBoolean ended = hanging(arrived);

        try (Http http = halfClosed("/hang")) {
            arrived.await();
            long began = System.nanoTime();
            await().atMost(Duration.ofSeconds(10)).untilTrue(ended);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
            assertThat(http.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void aWriteThatFailsEndsTheCallOfAHalfClosedClient() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        backend.on("/api/v1/events", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"));
            event(out);
            arrived.countDown();
            left.await();
            try {
                for (int i = 0; i < 100 && !ended.get(); i++) {
                    TimeUnit.MILLISECONDS.sleep(100);
                    event(out);
                }
            } catch (IOException e) {
                ended.set(true);
            }
        });

        try (Http http = halfClosed("/events")) {
            arrived.await();
            http.readHead();
        }
        left.countDown();

        await().atMost(Duration.ofSeconds(10)).untilTrue(ended);
    }

    @Test
    void aResetEndsTheCallAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        AtomicBoolean ended = hanging(arrived);
        Http http = new Http(gateway.port());
        http.write("GET /api/v1/budget/hang HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
        arrived.await();

        http.socket().setSoLinger(true, 0);
        http.close();

        await().atMost(Duration.ofSeconds(10)).untilTrue(ended);
    }

    @Test
    void aConnectionWaitsForItsNextRequestAsLongAsTheVariableSays() throws IOException {
        try (Http http = new Http(gateway.port())) {
            assertThat(http.exchange("GET", "/health", null).status()).isEqualTo(200);
            assertThat(http.exchange("GET", "/health", null).status()).isEqualTo(200);
            long began = System.nanoTime();

            assertThat(http.in().read()).isEqualTo(-1); // the usual 75 s are longer than this client's read time-out
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(500));
        }
    }
}
