package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.server.Draining;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.7 to 2.9 and 6.3: what breaks off, comes early, or is no answer. */
class BrokenTransferContractTest {

    private static RecordingBackend backend;
    private static ServerSocket raw;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        gateway = TestGateway.builder()
                .with("MAX_REQUEST_BODY", "1MB")
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1000")
                .backend(backend)
                .with("PORTFOLIO_SERVICE_URL", "http://127.0.0.1:" + raw.getLocalPort())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        raw.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    /** All that one connection brings to a backend, until its end. */
    private static CompletableFuture<String> received(@Nullable String answer) {
        return CompletableFuture.supplyAsync(() -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (Socket socket = raw.accept()) {
                InputStream in = socket.getInputStream();
                if (answer != null) {
                    in.readNBytes(100);
                    socket.getOutputStream().write(RecordingBackend.head(answer));
                    socket.getOutputStream().flush();
                    socket.shutdownOutput();
                    return answer;
                }
                for (int b = in.read(); b >= 0; b = in.read()) {
                    bytes.write(b);
                }
            } catch (SocketException e) {
                // cut: what came before counts
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return bytes.toString(StandardCharsets.ISO_8859_1);
        });
    }

    private static String upload(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    @Test
    void anUploadThatTheClientBreaksOffNeverLooksComplete() throws Exception {
        CompletableFuture<String> received = received(null);

        try (Http http = new Http(gateway.port())) {
            http.write(upload("/api/v1/portfolio/u"));
            http.write("5\r\nhello\r\n");
        }

        assertThat(received.get(20, TimeUnit.SECONDS))
                .startsWith("POST /api/v1/u")
                .doesNotContain("\r\n0\r\n");
    }

    @Test
    void anUploadOverTheLimitNeverLooksComplete() throws Exception {
        CompletableFuture<String> received = received(null);

        try (Http http = new Http(gateway.port())) {
            http.write(upload("/api/v1/portfolio/u"));
            for (int i = 0; i < 17; i++) {
                http.write("10000\r\n");
                http.write(new byte[65_536]);
                http.write("\r\n");
            }
            assertThat(http.read("POST").status()).isEqualTo(413);
        }

        assertThat(received.get(20, TimeUnit.SECONDS)).doesNotContain("\r\n0\r\n");
    }

    @Test
    void anAnswerThatComesBeforeTheBodyWasReadReachesTheClient() throws Exception {
        CompletableFuture<String> answered = received("HTTP/1.1 422 No\nContent-Length: 5\nConnection: close\n\nearly");

        Http.Reply reply = Http.send(gateway.port(), "POST", "/api/v1/portfolio/u", new byte[1 << 20], Tokens.bearer());

        assertThat(answered.get(20, TimeUnit.SECONDS)).contains("early");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text()).isEqualTo("early");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 600 Odd\n", "HTTP/1.1 000 Odd\n", "HTTP/1.1 099 Odd\n"})
    void aStatusThatIsNoneIs502(String line) throws IOException {
        backend.on("/api/v1/odd", line + "Content-Length: 0\n\n", new byte[0]);

        Http.Reply reply = Http.get(gateway.port(), "/api/v1/budget/odd", Tokens.bearer());

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid response from service budget\"}");
    }

    @Test
    void anAnswersHeadThatIsTooLargeIs502() throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\nContent-Length: 0\n");
        for (int i = 0; i < 400; i++) {
            head.append("X-Header-")
                    .append(i)
                    .append(": ")
                    .append("v".repeat(80))
                    .append('\n');
        }
        backend.on("/api/v1/head", head + "\n", new byte[0]);

        Http.Reply reply = Http.get(gateway.port(), "/api/v1/budget/head", Tokens.bearer());

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.value("X-Request-ID")).isNotNull();
    }

    @Test
    void anAnswersHeadOf13KilobytesPasses() throws IOException {
        backend.on("/api/v1/head", 200, "X-Big: " + "b".repeat(13 * 1024) + "\n", "ok");

        Http.Reply reply = Http.get(gateway.port(), "/api/v1/budget/head", Tokens.bearer());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.value("X-Big")).hasSize(13 * 1024);
    }

    @Test
    void theHeadOfAStreamReachesTheClientBeforeItsFirstEvent() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        backend.on("/api/v1/events", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Type: text/event-stream\n\n"));
            out.flush();
            assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
            socket.close();
        });

        try (Http http = new Http(gateway.port())) {
            http.write("GET /api/v1/budget/events HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");

            assertThat(http.readHead()).startsWith("HTTP/1.1 200");
            seen.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void optionsWithABodyPassesWithoutAType(String body) throws IOException {
        Http.Reply reply = Http.send(
                gateway.port(), "OPTIONS", "/api/v1/budget/o", body.getBytes(StandardCharsets.UTF_8), Tokens.bearer());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(backend.last().text()).isEqualTo(body);
        assertThat(backend.last().value("Content-Type")).isNull();
    }

    @Test
    void aBackendThatDiesLooksBrokenFromAGatewayThatDrainsToo() throws IOException {
        backend.on("/api/v1/cut", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n"));
            out.flush();
            socket.close();
        });
        try (TestGateway draining = TestGateway.builder().backend(backend).start()) {
            draining.context().getBean(Draining.class).drain();

            Http.Reply reply = Http.get(draining.port(), "/api/v1/budget/cut", Tokens.bearer());

            assertThat(reply.values("Connection")).containsExactly("close");
            assertThat(reply.complete()).isFalse();
        }
    }
}
