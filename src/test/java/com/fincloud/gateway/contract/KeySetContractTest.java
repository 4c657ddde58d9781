package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 4.2, its last sentence: keys are cached and followed, through an issuer's outage and any nonsense it answers. */
@ExtendWith(OutputCaptureExtension.class)
class KeySetContractTest {

    /** Longer than a cool-down, shorter than a lifetime. */
    private static final Duration COOL_DOWN = Duration.ofSeconds(11);

    private static TestClock clock;
    private static RecordingBackend backend;
    private static TestIssuer issuer;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        clock = new TestClock(Instant.now());
        backend = new RecordingBackend();
        issuer = new TestIssuer(clock).publish("a");
        gateway = gateway(issuer);
    }

    private static TestGateway gateway(TestIssuer keys) {
        return TestGateway.builder()
                .backend(backend)
                .clock(clock)
                .with("JWT_ALGORITHM", "ES256")
                .with("JWT_JWKS_URL", keys.url())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        issuer.close();
        backend.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("token-keys")));
    }

    /** Every test begins with the key a, and with no fetch behind it that would count as one of its own. */
    @BeforeEach
    void forget() throws IOException {
        issuer.publish("a");
        clock.advance(COOL_DOWN);
        status(issuer.bearer("nobody's", 1));
        assertThat(status(issuer.bearer("a", 1))).isEqualTo(200);
        clock.advance(COOL_DOWN);
        issuer.server().requests().clear();
        backend.forget();
    }

    private static int status(String bearer) throws IOException {
        return status(gateway, bearer);
    }

    private static int status(TestGateway at, String bearer) throws IOException {
        Http.Reply reply = Http.get(at.port(), "/api/v1/budget/x", bearer);
        if (reply.status() == 401) {
            assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid or expired token\"}");
            assertThat(reply.values("WWW-Authenticate")).containsExactly("Bearer");
        }
        return reply.status();
    }

    /** A token of an unknown key makes the gateway look. */
    private static void makeItFetch() throws IOException {
        int before = issuer.fetches();
        clock.advance(COOL_DOWN);
        assertThat(status(issuer.bearer("nobody's", 1))).isEqualTo(401);
        assertThat(issuer.fetches()).isEqualTo(before + 1);
    }

    @Test
    void aTokenOfAPublishedKeyPassesAndCostsNoFetch() throws IOException {
        for (int user = 0; user < 20; user++) {
            assertThat(status(issuer.bearer("a", user))).isEqualTo(200);
        }
        assertThat(backend.last().value("X-User-ID")).isEqualTo("19");
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    void aTokenOfANewKeyPassesAtOnce() throws IOException {
        issuer.publish("a", "b");

        assertThat(status(issuer.bearer("b", 1))).isEqualTo(200);
        assertThat(status(issuer.bearer("a", 1))).isEqualTo(200);
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aRemovedKeyStopsWorkingForTokensThatPassedBeforeToo() throws IOException {
        String token = issuer.bearer("a", 1);
        assertThat(status(token)).isEqualTo(200);

        issuer.publish("b");
        assertThat(status(issuer.bearer("b", 1))).isEqualTo(200);

        assertThat(status(token)).isEqualTo(401);
        assertThat(status(issuer.bearer("a", 2))).isEqualTo(401);
    }

    @Test
    void aKeyThatIsReplacedUnderItsIdStopsWorkingForTokensThatPassedBeforeToo() throws IOException {
        String token = issuer.bearer("a", 1);
        assertThat(status(token)).isEqualTo(200);

        issuer.forget("a");
        issuer.publish("a");
        makeItFetch();

        assertThat(status(token)).isEqualTo(401);
        assertThat(status(issuer.bearer("a", 1))).isEqualTo(200);
    }

    @Test
    void aRemovedKeyStopsWorkingWithoutAnybodyAskingWhenTheSetsLifetimeIsOver() throws IOException {
        String token = issuer.bearer("a", 1);
        assertThat(status(token)).isEqualTo(200);
        issuer.publish("b");

        clock.advance(Duration.ofMinutes(5));

        await().until(() -> status(token) == 401);
    }

    @Test
    void aShorterLifetimeThatTheIssuerStatesIsKept() throws IOException {
        issuer.server().on(TestIssuer.PATH, 200, "Cache-Control: public, max-age=1\n", issuer.set("a", "c"));
        assertThat(status(issuer.bearer("c", 1))).isEqualTo(200);
        int before = issuer.fetches();

        clock.advance(Duration.ofMinutes(1));

        await().until(() -> issuer.fetches() == before + 1);
    }

    @Test
    void unknownKeysCauseOneFetchACoolDownHoweverManyTokensNameThem() throws IOException {
        for (int round = 1; round <= 2; round++) {
            for (int i = 0; i < 50; i++) {
                assertThat(status(issuer.bearer("unknown " + i, 1))).isEqualTo(401);
            }
            assertThat(issuer.fetches()).isEqualTo(round);
            clock.advance(COOL_DOWN);
        }
    }

    @Test
    void fiftyAtOnceWithANewKeyWaitForOneFetchAndAllPassWhileAKnownKeyDoesNotWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        byte[] set = issuer.set("a", "b").getBytes(StandardCharsets.UTF_8);
        issuer.server().on(TestIssuer.PATH, (request, socket, out) -> {
            gate.await();
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: " + set.length + "\n\n"));
            out.write(set);
        });
        ExecutorService clients = Executors.newFixedThreadPool(50);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int user = 0; user < 50; user++) {
            String bearer = issuer.bearer("b", user);
            answers.add(clients.submit(() -> status(bearer)));
        }
        await().until(() -> issuer.fetches() == 1);

        assertThat(status(issuer.bearer("a", 1))).isEqualTo(200);
        assertThat(answers).noneMatch(Future::isDone);
        gate.countDown();
        for (Future<Integer> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }
        assertThat(issuer.fetches()).isEqualTo(1);
        clients.shutdown();
    }

    private static RecordingBackend.Answer raw(String head, String body) {
        return (request, socket, out) -> {
            out.write(RecordingBackend.head(head));
            out.write(body.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.close();
        };
    }

    static Stream<Named<RecordingBackend.Answer>> nonsense() {
        String json = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n";
        TestIssuer other = issuer;
        return Stream.of(
                Named.of("nothing", raw("", "")),
                Named.of("a reset", (request, socket, out) -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }),
                Named.of("no HTTP", raw("hello\n\n", "")),
                Named.of("an empty body", raw("HTTP/1.1 200 OK\nContent-Length: 0\n\n", "")),
                Named.of("no content", raw("HTTP/1.1 204 No Content\n\n", "")),
                Named.of("an empty object", raw(json, "{}")),
                Named.of("an empty set", raw(json, "{\"keys\":[]}")),
                Named.of("a set without a usable key", raw(json, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")),
                Named.of("a page", raw("HTTP/1.1 200 OK\nContent-Type: text/html\n\n", "<html>{}</html>")),
                Named.of("half a set", raw(json, other.set("b").substring(0, 100))),
                Named.of("less than it says", raw("HTTP/1.1 200 OK\nContent-Length: 9999\n\n", other.set("b"))),
                Named.of("two sets", raw(json, other.set("b") + other.set("b"))),
                Named.of("no UTF-8", raw(json, other.set("b").replace("}]", ",\"x\":\"\u00ff\"}]"))),
                Named.of("status 500", raw("HTTP/1.1 500 No\n\n", other.set("b"))),
                Named.of("status 404", raw("HTTP/1.1 404 No\n\n", other.set("b"))),
                Named.of("status 203", raw("HTTP/1.1 203 Changed\n\n", other.set("b"))),
                Named.of(
                        "a redirect",
                        raw("HTTP/1.1 302 Found\nLocation: " + other.server().url() + "/moved\n\n", "")),
                Named.of("a redirect with a set", raw("HTTP/1.1 307 X\nLocation: /moved\n\n", other.set("b"))),
                Named.of("more than 256 KiB", raw(json, " ".repeat(256 * 1024) + other.set("b"))),
                Named.of("a compressed set", raw("HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n", "\u001f\u008b\b")),
                Named.of("a bomb", (request, socket, out) -> {
                    out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nConnection: close\n\n"));
                    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                        gzip.write(new byte[50_000_000]);
                        gzip.write(other.set("b").getBytes(StandardCharsets.UTF_8));
                    }
                    socket.close();
                }),
                Named.of("another coding", raw("HTTP/1.1 200 OK\nContent-Encoding: br\n\n", other.set("b"))),
                Named.of("a header without end", raw("HTTP/1.1 200 OK\nX: " + "x".repeat(100_000) + "\n\n", "{}")));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whateverTheIssuerAnswersTheKnownKeysGoOn(RecordingBackend.Answer answer, CapturedOutput output)
            throws IOException {
        int before = output.getOut().length();
        issuer.server().on("/moved", 200, "", issuer.set("b"));
        issuer.server().on(TestIssuer.PATH, answer);

        makeItFetch();
        makeItFetch();

        assertThat(status(issuer.bearer("a", 1))).isEqualTo(200);
        assertThat(status(issuer.bearer("b", 1))).isEqualTo(401);
        assertThat(issuer.server().requests()).as("no redirect is followed").noneMatch(request -> request.target()
                .equals("/moved"));
        issuer.publish("a");
        makeItFetch();
        assertThat(events(output.getOut().substring(before)))
                .as("an outage is told once")
                .containsExactly("unavailable", "available again");
    }

    private static List<String> events(String output) {
        return output.lines()
                .filter(line -> line.contains("\"event\":\"Key set "))
                .map(line -> line.replaceAll(".*\"event\":\"Key set ([^\"]*)\".*", "$1"))
                .filter(event -> event.contains("available"))
                .toList();
    }

    @Test
    void anAnswerThatDripsIsGivenUpAndDelaysNoKnownKey() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        issuer.server().on(TestIssuer.PATH, (request, socket, out) -> {
            try (socket) {
                out.write(RecordingBackend.head("HTTP/1.1 200 OK\n\n"));
                while (true) {
                    out.write(' ');
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            } finally {
                ended.countDown();
            }
        });
        clock.advance(COOL_DOWN);
        ExecutorService client = Executors.newSingleThreadExecutor();
        String unknown = issuer.bearer("b", 1);
        Future<Integer> waiting = client.submit(() -> status(unknown));
        await().until(() -> issuer.fetches() == 1);

        assertThat(status(issuer.bearer("a", 1))).isEqualTo(200);
        assertThat(waiting.isDone()).isFalse();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(401);
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        client.shutdown();
    }

    @Test
    void knownKeysOutliveAnOutage() throws IOException {
        String seen = issuer.bearer("a", 1);
        assertThat(status(seen)).isEqualTo(200);
        issuer.server().on(TestIssuer.PATH, raw("", ""));

        for (int hour = 0; hour < 6; hour++) {
            clock.advance(Duration.ofHours(1));
            int before = issuer.fetches();
            await().until(() -> issuer.fetches() > before);
            assertThat(status(issuer.bearer("a", 2))).isEqualTo(200);
        }
        assertThat(status(seen)).as("expired in the meantime").isEqualTo(401);
    }

    @Test
    void withoutItsIssuerTheGatewayStartsAndIsNotReadyUntilTheKeysCome() throws Exception {
        try (TestIssuer late = new TestIssuer(clock)) {
            late.server().on(TestIssuer.PATH, 503, "", "");
            try (TestGateway waiting = gateway(late)) {
                Http.Reply ready = Http.get(waiting.port(), "/api/v1/health/ready");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.text()).isEqualTo("{\"status\":\"not ready\",\"reason\":\"token keys unavailable\"}");
                Http.Reply early = Http.get(waiting.port(), "/api/v1/budget/x", late.bearer("z", 1));
                assertThat(early.status()).isEqualTo(503);
                assertThat(early.text()).isEqualTo("{\"detail\":\"Token keys are not available yet\"}");
                assertThat(early.value("Retry-After")).isEqualTo("2");
                assertThat(early.values("WWW-Authenticate")).isEmpty();
                assertThat(Http.get(waiting.port(), "/api/v1/budget/x", "Authorization: Bearer a.b.c")
                                .status())
                        .isEqualTo(401);
                assertThat(keySet(waiting)).contains("\"status\":\"unknown\"", "\"keys\":0");
                assertThat(Scrape.of(waiting).sum("gateway_key_set_keys", "issuer", "default"))
                        .isZero();

                late.publish("z");
                await().until(() -> {
                    clock.advance(Duration.ofSeconds(1));
                    return status(waiting, late.bearer("z", 1)) == 200;
                });
                assertThat(Http.get(waiting.port(), "/api/v1/health/ready").status())
                        .isEqualTo(200);
                assertThat(keySet(waiting)).contains("\"status\":\"current\"", "\"keys\":1");
                assertThat(Scrape.of(waiting).sum("gateway_key_set_current", "issuer", "default"))
                        .isEqualTo(1);
            }
        }
    }

    private static String keySet(TestGateway of) throws IOException {
        String text = Http.get(of.port(), "/api/v1/health/detailed").text();
        int from = text.indexOf("\"key_set\"");
        return text.substring(from, text.indexOf("\"circuit_breakers\"", from));
    }

    @Test
    void aFetchSaysWhoItIsAndUnderstandsGzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(issuer.set("a", "zipped").getBytes(StandardCharsets.UTF_8));
        }
        issuer.server()
                .on(
                        TestIssuer.PATH,
                        "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: " + packed.size() + "\n\n",
                        packed.toByteArray());
        makeItFetch();

        assertThat(status(issuer.bearer("zipped", 1))).isEqualTo(200);
        RecordingBackend.Request fetch = issuer.server().last();
        assertThat(fetch.value("User-Agent")).startsWith("api-gateway/");
        assertThat(fetch.value("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void aTokenWithoutAKeyIdPassesOnlyWhileThereIsOneKey() throws IOException {
        String header = "{\"alg\":\"ES256\"}";
        assertThat(status(issuer.bearer("a", header, 1))).isEqualTo(200);

        issuer.publish("a", "b");
        makeItFetch();

        assertThat(status(issuer.bearer("a", header, 2))).isEqualTo(401);
    }
}
