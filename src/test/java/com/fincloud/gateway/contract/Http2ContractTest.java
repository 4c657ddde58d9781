package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is promised to clients holds over HTTP/2 as it does over HTTP/1.1. */
@ExtendWith(OutputCaptureExtension.class)
class Http2ContractTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int PER_MINUTE = 300;

    private static RecordingBackend backend;
    private static TestGateway gateway;
    private static SSLContext tls;
    private static HttpClient client;

    @BeforeAll
    static void start(@TempDir Path folder) {
        TestAuthority authority = new TestAuthority("Test CA");
        tls = TestCertificate.context(authority, null);
        authority.issue("gateway", "localhost").writeTo(folder);
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("NOTIFICATION_SERVICE_URL", "http://127.0.0.1:1")
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", String.valueOf(PER_MINUTE))
                .with("MAX_REQUEST_BODY", "5MB")
                .with("TLS_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("TLS_PRIVATE_KEY", folder.resolve("tls.key").toString())
                .start();
        client = newClient();
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(tls)
                .build();
    }

    @AfterEach
    void forget() {
        backend.forget();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + path))
                .timeout(SOON);
    }

    private static HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + Tokens.access(42, "user"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static byte[] random(int bytes) {
        byte[] body = new byte[bytes];
        new Random(1).nextBytes(body);
        return body;
    }

    @Test
    void itIsSpokenToWhoAsksForIt() throws Exception {
        HttpResponse<String> answer = send(request("/health"));

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKeys("connection", "keep-alive", "transfer-encoding");
    }

    @Test
    void whoAsksForTheOlderVersionGetsThat() throws Exception {
        HttpResponse<String> answer = send(request("/health").version(HttpClient.Version.HTTP_1_1));

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/budget/x,        false, 401, Missing authentication token",
        "GET,    /nowhere,                true,  404, Not Found",
        "TRACE,  /api/v1/budget/x,        true,  405, Method Not Allowed",
        "GET,    /api/v1/notifications/x, true,  503, Cannot connect to service notification",
    })
    void aRefusalIsJsonWithAnIdAndALine(
            String method, String path, boolean authorized, int status, String detail, CapturedOutput output)
            throws Exception {
        HttpResponse<String> answer =
                send((authorized ? authorized(path) : request(path)).method(method, BodyPublishers.noBody()));

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"" + detail + "\"}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        await().atMost(SOON).untilAsserted(() -> assertThat(output.getOut().lines())
                .anyMatch(line -> line.contains(id) && line.contains("\"status_code\":" + status)));
    }

    @Test
    void aLimitedClientReadsItsLimitsAndIsRefusedBeyondThem() throws Exception {
        HttpRequest.Builder limited =
                request("/api/v1/budget/x").header("Authorization", "Bearer " + Tokens.access(7, "user"));
        for (int i = 0; i < PER_MINUTE; i++) {
            assertThat(send(limited).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> answer = send(limited);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Rate limit exceeded: 300 requests per minute\"}");
        assertThat(answer.headers().firstValue("x-ratelimit-remaining-minute")).hasValue("0");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void bodiesComeWholeBothWays() throws Exception {
        backend.on("/api/v1/echo", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: " + request.body().length + "\n\n"));
            out.write(request.body());
        });
        byte[] body = random(4 * 1024 * 1024);
        for (BodyPublisher sent : List.of(
                BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            HttpResponse<byte[]> answer =
                    client.send(authorized("/api/v1/budget/echo").POST(sent).build(), BodyHandlers.ofByteArray());

            assertThat(answer.body()).isEqualTo(body);
            assertThat(backend.last().value("Content-Length"))
                    .isEqualTo(sent.contentLength() < 0 ? null : String.valueOf(body.length));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 413, Request body too large", "false, 401, Missing authentication token"})
    void aLargeBodyThatIsRefusedIsAnsweredWhetherItsLengthIsSaidOrNot(boolean authorized, int status, String detail)
            throws Exception {
        byte[] body = random(6 * 1024 * 1024);
        for (BodyPublisher sent : List.of(
                BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            HttpResponse<String> answer =
                    send((authorized ? authorized("/api/v1/budget/x") : request("/api/v1/budget/x")).POST(sent));

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo("{\"detail\":\"" + detail + "\"}");
        }
    }

    @Test
    void theBackendLearnsWhereTheClientCame() throws Exception {
        send(authorized("/api/v1/budget/x?a=1&b").header("Cookie", "a=1").header("X-Forwarded-Host", "evil"));

        RecordingBackend.Request seen = backend.last();
        assertThat(seen.target()).isEqualTo("/api/v1/x?a=1&b");
        assertThat(seen.value("Host")).isEqualTo("127.0.0.1:" + backend.port());
        assertThat(seen.value("X-Forwarded-Host")).isEqualTo("localhost:" + gateway.port());
        assertThat(seen.value("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(seen.value("Cookie")).isEqualTo("a=1");
        assertThat(seen.value("X-User-ID")).isEqualTo("42");
        assertThat(seen.head()).doesNotContain("evil");
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200, 5", "GET, 204, ", "GET, 304, "})
    void anAnswerWithoutABodyHasNone(String method, int status, String length) throws Exception {
        backend.on(
                "/api/v1/bare",
                (request, socket, out) ->
                        out.write(RecordingBackend.head("HTTP/1.1 " + status + " Whatever\nETag: \"1\"\n"
                                + (length == null ? "" : "Content-Length: " + length + "\n") + "\n")));

        HttpResponse<String> answer = send(authorized("/api/v1/budget/bare").method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("etag")).hasValue("\"1\"");
        assertThat(answer.headers().firstValue("content-length").orElse(null)).isEqualTo(length);
    }

    @Test
    void anEventArrivesWhenTheBackendSendsIt() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        backend.on("/api/v1/events", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Type: text/event-stream\n"
                    + "Transfer-Encoding: chunked\nSet-Cookie: a=1\nSet-Cookie: b=2\n\n3\none\n"));
            out.flush();
            seen.await();
            out.write(RecordingBackend.head("3\ntwo\n0\n\n"));
        });

        HttpResponse<InputStream> answer =
                client.send(authorized("/api/v1/budget/events").build(), BodyHandlers.ofInputStream());

        try (InputStream body = answer.body()) {
            assertThat(new String(body.readNBytes(3), StandardCharsets.US_ASCII))
                    .isEqualTo("one");
            seen.countDown();
            assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("two");
        }
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForAWholeOne() {
        backend.on("/api/v1/broken", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n"));
            out.flush();
            socket.close();
        });

        assertThatThrownBy(() -> send(authorized("/api/v1/budget/broken"))).isInstanceOf(IOException.class);
    }

    /** Connections take their buffers from one pool, whichever version their clients use. */
    @ParameterizedTest
    @CsvSource({"HTTP_2, 20", "HTTP_1_1, 4"})
    void answersReachWhoAskedWhateverOthersBreakOff(HttpClient.Version version, int waves) throws Exception {
        backend.on("/api/v1/echo", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: " + request.body().length + "\n\n"));
            out.write(request.body());
        });
        AtomicBoolean going = new AtomicBoolean(true);
        Thread other = new Thread(() -> breakOff(going));
        other.start();
        for (int wave = 0; wave < waves; wave++) {
            HttpClient own = newClient(); // and a connection of its own
            String authorization = "Bearer " + Tokens.access(1000 + wave, "user");
            List<String> sent = IntStream.range(0, 20)
                    .mapToObj(i -> "client " + own.hashCode() + " request " + i + " ".repeat(50 * i))
                    .toList();
            List<CompletableFuture<HttpResponse<String>>> answers = sent.stream()
                    .map(body -> own.sendAsync(
                            request("/api/v1/budget/echo")
                                    .version(version)
                                    .header("Authorization", authorization)
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString()))
                    .toList();

            for (int i = 0; i < sent.size(); i++) {
                assertThat(answers.get(i).get().body()).isEqualTo(sent.get(i));
            }
        }
        going.set(false);
        other.join();
    }

    /** Resets uploads and leaves in their midst, over and over. */
    private static void breakOff(AtomicBoolean going) {
        while (going.get()) {
            try (Http2Client frames = new Http2Client(gateway.port(), tls).settled()) {
                for (int stream = 1; stream < 10; stream += 2) {
                    frames.post(stream, "/api/v1/budget/echo", "authorization: Bearer " + Tokens.access(8, "user"));
                    frames.data(stream, false, "broken".repeat(300));
                }
                frames.reset(3);
                frames.reset(7);
            } catch (IOException e) {
                // refused, for it is no good client
            }
        }
    }

    @Test
    void aHundredRequestsAreAnsweredAtOnceOverOneConnection() throws Exception {
        CountDownLatch all = new CountDownLatch(100);
        backend.on("/api/v1/slow", (request, socket, out) -> {
            all.countDown();
            all.await();
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"));
        });
        send(request("/health")); // so that there is a connection for them to share

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 100)
                .mapToObj(
                        i -> client.sendAsync(authorized("/api/v1/budget/slow").build(), BodyHandlers.ofString()))
                .toList();

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
            assertThat(answer.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
    }
}
