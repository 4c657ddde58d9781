package com.fincloud.gateway.contract;

import static com.fincloud.gateway.contract.Frames.CONTINUATION;
import static com.fincloud.gateway.contract.Frames.DATA;
import static com.fincloud.gateway.contract.Frames.END_HEADERS;
import static com.fincloud.gateway.contract.Frames.END_STREAM;
import static com.fincloud.gateway.contract.Frames.GOAWAY;
import static com.fincloud.gateway.contract.Frames.HEADERS;
import static com.fincloud.gateway.contract.Frames.RESET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** HTTP/2 from clients that do not mean well, frame by frame. */
@ExtendWith(OutputCaptureExtension.class)
class HostileFramesTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String LOGIN = "/api/v1/auth/login";
    private static final int NO_ERROR = 0;
    private static final int PROTOCOL_ERROR = 1;

    private static final int UNKNOWN_TYPE = 12;

    private static final ScheduledExecutorService DRIPS = Executors.newSingleThreadScheduledExecutor();

    private static SSLContext tls;
    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path folder) {
        TestAuthority authority = new TestAuthority("Test CA");
        authority.issue("gateway", "localhost").writeTo(folder);
        tls = TestCertificate.context(authority, null);
        backend = new RecordingBackend();
        gateway = gateway(folder, "60").start();
    }

    private static TestGateway.Builder gateway(Path folder, String keepAlive) {
        return TestGateway.builder()
                .backend(backend)
                .with("MAX_REQUEST_BODY", "48KB")
                .with("gateway.client.head-timeout", "1s")
                .with("gateway.client.body-grace", "1s")
                .with("gateway.client.body-rate", "10000")
                .with("CLIENT_IDLE_TIMEOUT", keepAlive)
                .with("TLS_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("TLS_PRIVATE_KEY", folder.resolve("tls.key").toString());
    }

    @AfterAll
    static void stop() throws IOException {
        DRIPS.shutdownNow();
        gateway.close();
        backend.close();
    }

    private static Http2Client connect() throws IOException {
        return new Http2Client(gateway.port(), tls).settled();
    }

    @FunctionalInterface
    private interface Sending {
        void send() throws IOException;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it runs until it fails, or the tests end
    private static void drip(Sending frame) {
        DRIPS.scheduleWithFixedDelay(
                () -> {
                    try {
                        frame.send();
                    } catch (IOException e) {
                        throw new IllegalStateException(e); // the connection is closed: no more of it
                    }
                },
                0,
                200,
                TimeUnit.MILLISECONDS);
    }

    private static void hang(CountDownLatch ended) {
        backend.on(LOGIN, (request, socket, out) -> {
            try {
                socket.getInputStream().read();
            } finally {
                ended.countDown();
            }
        });
    }

    private static void othersAreServed() throws IOException {
        try (Http2Client other = connect()) {
            other.get(1, "/api/v1/health/live");
            assertThat(other.body(1)).isEqualTo("{\"status\":\"alive\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/a b,             400, Malformed request",
        "health,           400, Malformed request path",
        "/api/v1/../health, 400, Malformed request path",
        "/a%zz,            400, Malformed request path",
    })
    void aBadPathIsAnsweredAndLogged(String path, int status, String detail, CapturedOutput output) throws IOException {
        try (Http2Client frames = connect()) {
            frames.get(1, path, "user-agent: " + path.length() + status);

            assertThat(frames.body(1)).isEqualTo("{\"detail\":\"" + detail + "\"}");
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(output.getOut().lines())
                .anyMatch(line -> line.contains("\"user_agent\":\"" + path.length() + status)
                        && line.contains("\"status_code\":" + status)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 2|content-length: 2", "content-length: +2", "content-length: 2, 2"})
    void aLengthWithMoreThanOneReadingIsRefused(String lines) throws IOException {
        try (Http2Client frames = connect()) {
            frames.post(1, LOGIN, lines.split("\\|"));

            assertThat(frames.body(1)).isEqualTo("{\"detail\":\"Malformed request\"}");
        }
    }

    @Test
    void anUnknownExpectationIsRefused() throws IOException {
        try (Http2Client frames = connect()) {
            frames.get(1, LOGIN, "expect: 200-ok");

            assertThat(frames.body(1)).isEqualTo("{\"detail\":\"Expectation Failed\"}");
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws IOException {
        try (Http2Client frames = connect()) {
            byte[] head = Frames.head("GET", LOGIN, "x: " + "y".repeat(25_000));
            frames.send(HEADERS, END_STREAM, 1, Arrays.copyOf(head, 16_000));
            frames.send(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(head, 16_000, head.length));

            assertThat(frames.body(1)).isEqualTo("{\"detail\":\"Request headers too large\"}");
        }
    }

    @Test
    void aPathThatIsTooLongIsRefused() throws IOException {
        try (Http2Client frames = connect()) {
            byte[] head = Frames.head("GET", "/" + "y".repeat(25_000));
            frames.send(HEADERS, END_STREAM, 1, Arrays.copyOf(head, 16_000));
            frames.send(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(head, 16_000, head.length));

            assertThat(frames.body(1)).isEqualTo("{\"detail\":\"Request URI too long\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection: close",
                "transfer-encoding: chunked",
                "te: gzip",
                "upgrade: websocket",
                "host: other",
                "x: a\rb",
                "x: a\nb",
                "x: a\u0000b",
                "X-Upper: 1",
                ":path: /health",
                ":unknown: 1",
            })
    void aMalformedHeadNeverReachesABackend(String line) throws IOException {
        int before = backend.requests().size();
        try (Http2Client frames = connect()) {
            frames.get(1, LOGIN, line);

            assertThat(frames.body(1)).matches("reset " + PROTOCOL_ERROR + "|closed after ");
        }
        assertThat(backend.requests()).hasSize(before);
        othersAreServed();
    }

    @Test
    void aRequestWithoutAuthorityIsReset() throws IOException {
        try (Http2Client frames = connect()) {
            frames.send(
                    HEADERS,
                    END_HEADERS | END_STREAM,
                    1,
                    Frames.fields(":method: GET", ":scheme: https", ":path: /health"));

            assertThat(frames.body(1)).isEqualTo("reset " + PROTOCOL_ERROR);
        }
    }

    @Test
    void anUnfinishedHeadEndsItsConnectionWhateverElseIsUnderWay() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        hang(ended);
        try (Http2Client frames = connect()) {
            frames.get(1, LOGIN);
            byte[] head = Frames.head("GET", LOGIN);
            frames.send(HEADERS, END_STREAM, 3, Arrays.copyOf(head, 20));

            frames.awaitEnd();
        }
        assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        backend.forget();
    }

    @Test
    void aLongAnswerIsNotTakenForAnUnfinishedHead() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        backend.on(LOGIN, (request, socket, out) -> {
            release.await();
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 4\n\nlate"));
        });
        try (Http2Client frames = connect()) {
            for (int id = 1; id < 400; id += 2) {
                frames.get(id, "/health");
                frames.body(id);
            }
            frames.get(401, LOGIN);
            try (Http2Client late = connect()) {
                late.send(HEADERS, END_STREAM, 1, Frames.head("GET", LOGIN));
                late.awaitEnd();
            }
            release.countDown();

            assertThat(frames.body(401)).isEqualTo("late");
        }
        backend.forget();
    }

    @Test
    void aConnectionThatHasServedNothingIsClosedWhateverComesOverIt(@TempDir Path folder) throws IOException {
        TestAuthority authority = new TestAuthority("Another CA");
        authority.issue("gateway", "localhost").writeTo(folder);
        try (TestGateway impatient = gateway(folder, "1").start();
                Http2Client frames =
                        new Http2Client(impatient.port(), TestCertificate.context(authority, null)).settled()) {
            drip(() -> frames.send(UNKNOWN_TYPE, 0, 0, new byte[1]));

            frames.awaitEnd();
        }
    }

    @Test
    void aResetEndsTheBackendCall() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        hang(ended);
        int before = backend.requests().size();
        try (Http2Client frames = connect()) {
            frames.get(1, LOGIN);
            await().atMost(SOON).until(() -> backend.requests().size() > before);
            frames.reset(1);

            assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        backend.forget();
    }

    @Test
    void anUploadThatIsResetIsNeverWhole() throws Exception {
        int before = backend.requests().size();
        for (int i = 0; i < 30; i++) {
            try (Http2Client frames = connect()) {
                frames.post(1, LOGIN);
                frames.data(1, false, "x".repeat(2000));
                frames.reset(1);
                frames.get(3, "/health");
                frames.body(3);
            }
        }
        try (Http2Client frames = connect()) {
            frames.post(1, LOGIN);
            frames.data(1, true, "whole");

            assertThat(frames.body(1)).isEqualTo("ok");
            await().during(Duration.ofMillis(300))
                    .atMost(SOON)
                    .until(() -> backend.requests().size() == before + 1);
            assertThat(backend.last().text()).isEqualTo("whole");
        }
    }

    @Test
    void aBodyThatComesBeforeTheClientHasReadTheSettingsIsTaken() throws IOException {
        try (Http2Client hasty = new Http2Client(gateway.port(), tls)) {
            hasty.post(1, LOGIN, "content-length: 48000");
            for (int i = 1; i <= 4; i++) {
                hasty.data(1, i == 4, "x".repeat(12_000)); // together less than RFC 9113's window, more than half of it
            }

            assertThat(hasty.body(1)).isEqualTo("ok");
        }
        assertThat(backend.last().body()).hasSize(48_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x: y", "content-length: 70000"})
    void aBodyThatIsTooLargeIsRefusedAndItsRestUnwanted(String line) throws IOException {
        try (Http2Client frames = connect()) {
            frames.post(1, LOGIN, line);
            for (int i = 0; i < 4; i++) {
                frames.data(1, false, "x".repeat(14_000));
            }

            assertThat(frames.body(1)).isEqualTo("{\"detail\":\"Request body too large\"}");
            assertThat(frames.await(RESET, 1).code()).isEqualTo(NO_ERROR);
        }
    }

    @Test
    void aBodyThatDripsIsNotWaitedFor() throws IOException {
        try (Http2Client frames = connect()) {
            frames.post(1, LOGIN);
            drip(() -> frames.data(1, false, "x".repeat(60))); // smaller ones are overhead, and close the connection

            assertThat(frames.body(1)).isEqualTo("{\"detail\":\"Request body was not received in time\"}");
        }
    }

    @Test
    void dataBeyondTheLengthIsReset() throws IOException {
        int before = backend.requests().size();
        try (Http2Client frames = connect()) {
            frames.post(1, LOGIN, "content-length: 2");
            frames.data(1, true, "three");

            assertThat(frames.body(1)).isEqualTo("reset " + PROTOCOL_ERROR);
        }
        othersAreServed();
        assertThat(backend.requests()).hasSize(before);
    }

    @Test
    void anAnswerThatBreaksOffIsReset() throws IOException {
        backend.on(LOGIN, (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n"));
            out.flush();
            socket.close();
        });
        try (Http2Client frames = connect()) {
            frames.get(1, LOGIN);
            Frames.Frame data = frames.await(DATA, 1);
            assertThat(new String(data.payload(), StandardCharsets.US_ASCII)).isEqualTo("hello");

            assertThat(data.endsStream()).isFalse();
            assertThat(frames.body(1)).startsWith("reset ");
            frames.get(3, "/api/v1/health/live");
            assertThat(frames.body(3)).isEqualTo("{\"status\":\"alive\"}");
        }
        backend.forget();
    }

    @Test
    void trailersAreDropped() throws IOException {
        try (Http2Client frames = connect()) {
            frames.post(1, LOGIN);
            frames.data(1, false, "body");
            frames.send(HEADERS, END_HEADERS | END_STREAM, 1, Frames.fields("x-user-id: 1"));

            assertThat(frames.body(1)).isEqualTo("ok");
        }
        assertThat(backend.last().text()).isEqualTo("body");
        assertThat(backend.last().head()).doesNotContainIgnoringCase("x-user-id");
    }

    @Test
    void aGatewayThatStopsSaysSoAndAnswersWhatIsUnderWay(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority("A third CA");
        authority.issue("gateway", "localhost").writeTo(folder);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        backend.on(LOGIN, (request, socket, out) -> {
            called.countDown();
            release.await();
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 4\n\nlate"));
        });
        TestGateway stopping = gateway(folder, "60").start();
        try (Http2Client frames =
                new Http2Client(stopping.port(), TestCertificate.context(authority, null)).settled()) {
            frames.get(1, LOGIN);
            called.await();
            Thread closing = new Thread(stopping::close);
            closing.start();
            frames.await(GOAWAY, 0);
            release.countDown();

            assertThat(frames.body(1)).isEqualTo("late");
            closing.join();
        }
        backend.forget();
    }
}
