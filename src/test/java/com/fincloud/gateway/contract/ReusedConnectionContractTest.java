package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 6.6 and 6.7: a backend closes a persistent connection at the moment of the next request. */
class ReusedConnectionContractTest {

    private static final String CUT = "/api/v1/reused/cut";

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "2")
                .routes(Map.of(
                        "reused.xml",
                        Command.backend("reused", "/api/v1/reused").replace("http://reused:8001", backend.url()),
                        "fresh.xml",
                        Command.backend("fresh", "/api/v1/fresh").replace("http://fresh:8001", backend.url())))
                .start();
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

    private static Http.Reply send(String method, String path, byte @Nullable [] body) throws IOException {
        return Http.send(gateway.port(), method, path, body, Tokens.bearer());
    }

    /** The backend reads the first request to {@link #CUT} and closes its connection without a response. */
    private static AtomicInteger cutOnce() {
        AtomicInteger calls = new AtomicInteger();
        backend.on(CUT, (request, socket, out) -> {
            if (calls.incrementAndGet() == 1) {
                socket.close();
            } else {
                out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 5\n\n"
                        + (request.requestLine().startsWith("HEAD") ? "" : "again")));
            }
        });
        return calls;
    }

    /** Makes sure that there is an idle connection. */
    private static void warm() throws IOException {
        assertThat(send("GET", "/api/v1/reused/warm", null).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE", "PUT"})
    void anIdempotentRequestIsSentOnceMore(String method) throws IOException {
        warm();
        AtomicInteger calls = cutOnce();

        assertThat(send(method, CUT, null).status()).isEqualTo(200);

        assertThat(calls).hasValue(2);
    }

    @Test
    void aRequestThatMustNotRunTwiceIsAnsweredByAnErrorThatCountsNowhere() throws IOException {
        for (int i = 0; i < 5; i++) {
            warm();
            AtomicInteger calls = cutOnce();

            assertThat(send("POST", CUT, "pay".getBytes(StandardCharsets.US_ASCII))
                            .status())
                    .as("round %d", i)
                    .isEqualTo(502);
            assertThat(calls).hasValue(1);
        }
        warm();
    }

    @Test
    void aBodyThatIsGoneCannotBeSentAgain() throws IOException {
        warm();
        AtomicInteger calls = cutOnce();

        assertThat(send("PUT", CUT, "new".getBytes(StandardCharsets.US_ASCII)).status())
                .isEqualTo(502);

        assertThat(calls).hasValue(1);
    }

    @Test
    void aNewConnectionThatEndsIsAFailureAndIsNotRepeated() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        backend.on("/api/v1/fresh/cut", (request, socket, out) -> {
            calls.incrementAndGet();
            socket.close();
        });

        for (int i = 0; i < 2; i++) {
            assertThat(send("GET", "/api/v1/fresh/cut", null).status()).isEqualTo(502);
        }

        assertThat(calls).hasValue(2);
        assertThat(send("GET", "/api/v1/fresh/cut", null).status()).isEqualTo(503);
    }

    /** The request's head waits in a buffer for the client's body, and the connection's backend does not wait as long. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 3\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3\r\n"})
    void aConnectionThatEndsWhileTheClientSendsIsReplaced(String begin) throws Exception {
        backend.on("/api/v1/reused/bye", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(200);
            socket.close();
        });
        AtomicInteger calls = new AtomicInteger();
        backend.on("/api/v1/reused/slow", (request, socket, out) -> {
            calls.incrementAndGet();
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 3\n\n" + request.text()));
        });
        send("GET", "/api/v1/reused/bye", null);

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            OutputStream out = client.getOutputStream();
            out.write(("POST /api/v1/reused/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + Tokens.bearer()
                            + "\r\n" + begin)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(500);
            out.write((begin.startsWith("C") ? "pay" : "pay\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("pay");
        }
        assertThat(calls).hasValue(1);
    }

    /** A head beyond the size of the buffer is sent before the client's body arrives. The backend may execute it, so it is sent once. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 201 Created\nContent-Length: 5\n\nearly", ""})
    void aRequestWhoseLongHeadHasLeftIsNotSentAgain(String early) throws Exception {
        try (HeadBackend hasty = new HeadBackend(early);
                TestGateway own = TestGateway.builder()
                        .backend(backend)
                        .routes(Map.of(
                                "hasty.xml",
                                Command.backend("hasty", "/api/v1/hasty").replace("http://hasty:8001", hasty.url())))
                        .start()) {
            assertThat(Http.send(own.port(), "GET", "/api/v1/hasty/warm", null, Tokens.bearer())
                            .status())
                    .isEqualTo(200);
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), own.port())) {
                OutputStream out = client.getOutputStream();
                out.write(("POST /api/v1/hasty/pay HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + Tokens.bearer()
                                + "\r\nX-Long: " + "a".repeat(3 * 1024) + "\r\nContent-Length: 3\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertThat(hasty.answered(10)).isTrue();
                TimeUnit.MILLISECONDS.sleep(100);
                out.write("pay".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

                assertThat(answer).startsWith(early.isEmpty() ? "HTTP/1.1 502" : "HTTP/1.1 201");
            }
            assertThat(hasty.posts()).isEqualTo(1);
            assertThat(hasty.connections()).isEqualTo(1);
        }
    }
}
