package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Contract 6.10: HTTP/2 to backends without TLS, with the bounds and rules of HTTP/1.1. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2BackendContractTest {

    private static final byte[] LARGE = new byte[3_000_000];

    private final AtomicInteger executed = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final Set<Integer> once = ConcurrentHashMap.newKeySet();
    private Http2Backend backend;
    private Http2Backend narrow;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        new Random(1).nextBytes(LARGE);
        backend = new Http2Backend(this::handle);
        byte[] oneStream = ByteBuffer.allocate(6).putShort((short) 3).putInt(1).array();
        narrow = new Http2Backend(new ServerSocket(0), oneStream, this::slowly);
        gateway = TestGateway.builder()
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1000")
                .routes(Map.of("t.xml", route("t", backend), "narrow.xml", route("narrow", narrow)))
                .start();
    }

    static String route(String name, Http2Backend backend) {
        return Command.backend(name, "/" + name)
                .replace("http://" + name + ":8001", "h2c://127.0.0.1:" + backend.port())
                .replace("</templatedRoute>", "<parameter name='timeout' value='3'/></templatedRoute>");
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
        narrow.close();
    }

    @BeforeEach
    void forget() {
        backend.requests.clear();
        backend.resets.clear();
        executed.set(0);
        once.clear();
    }

    private void handle(Http2Backend.Request request) throws Exception {
        String path = request.path().replaceAll("\\?.*", "");
        boolean first = once.add(1);
        switch (path) {
            case "/t/echo" -> {
                byte[] body = request.body();
                request.head(false, ":status: 200", "content-type: text/x", "x-a: 1", "x-a: 2");
                request.bytes(true, body);
            }
            case "/t/empty" -> request.head(true, ":status: 404", "x-why: none");
            case "/t/interim" -> {
                request.head(false, ":status: 103", "link: </a>");
                request.answer("200", "final");
            }
            case "/t/early" -> {
                request.head(true, ":status: 413");
                request.send(Frames.RESET, 0, new byte[4]);
            }
            case "/t/trailers" -> {
                request.body();
                request.head(false, ":status: 200");
                request.data(false, "hello");
                request.head(true, "grpc-status: 0", "x-user-id: 1", "x-sum: a", "x-sum: b");
            }
            case "/t/refused" -> refused(request, first);
            case "/t/always-refused" -> refused(request, true);
            case "/t/away" -> {
                if (first) {
                    request.connection.goAway(request.stream - 2, 0);
                    request.connection.close();
                } else {
                    executed.incrementAndGet();
                    request.answer("200", new String(request.body(), StandardCharsets.ISO_8859_1));
                }
            }
            case "/t/dies" -> {
                request.body();
                executed.incrementAndGet();
                if (first) {
                    request.connection.close();
                } else {
                    request.answer("200", "second");
                }
            }
            case "/t/endless" -> {
                request.head(false, ":status: 200");
                byte[] piece = new byte[16_384];
                while (true) {
                    request.bytes(false, piece);
                    sent.addAndGet(piece.length);
                }
            }
            case "/t/event" -> {
                request.head(false, ":status: 200", "content-type: text/event-stream");
                request.data(false, "data: 1\n\n");
            }
            case "/t/breaks" -> {
                request.head(false, ":status: 200");
                request.data(false, "half");
                request.send(Frames.RESET, 0, new byte[] {0, 0, 0, 2});
            }
            case "/t/silent" -> {
                // never answers
            }
            default -> request.answer("200", "ok");
        }
    }

    private void refused(Http2Backend.Request request, boolean refuse) throws Exception {
        executed.incrementAndGet();
        if (refuse) {
            request.send(Frames.RESET, 0, new byte[] {0, 0, 0, 7});
        } else {
            request.answer("200", new String(request.body(), StandardCharsets.ISO_8859_1));
        }
    }

    private void slowly(Http2Backend.Request request) throws Exception {
        int now = inFlight.incrementAndGet();
        most.accumulateAndGet(now, Math::max);
        Thread.sleep(5);
        inFlight.decrementAndGet();
        request.answer("200", "ok");
    }

    private Http.Reply call(String method, String path, byte @Nullable [] body, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = Tokens.bearer();
        try (Http http = new Http(gateway.port())) {
            return http.exchange(method, path, body, all);
        }
    }

    private Http.Reply get(String path) throws IOException {
        return call("GET", path, null);
    }

    private Http2Backend.Request received() throws InterruptedException {
        Http2Backend.Request request = backend.requests.poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    @Test
    void aRequestIsTheSameAsOverHttp1() throws Exception {
        Http.Reply reply = call(
                "PUT",
                "/t/echo?q=%41&b",
                "a\0b".getBytes(StandardCharsets.ISO_8859_1),
                "X-Own: Value ",
                "X-Two: 1",
                "X-Two: 2");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("a\0b".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(reply.head()).contains("x-a: 1").contains("x-a: 2").contains("text/x");
        Http2Backend.Request request = received();
        assertThat(request.fields)
                .containsEntry(":method", "PUT")
                .containsEntry(":scheme", "http")
                .containsEntry(":path", "/t/echo?q=%41&b")
                .containsEntry(":authority", "127.0.0.1:" + backend.port())
                .containsEntry("x-own", "Value")
                .containsEntry("x-two", "2")
                .containsEntry("content-length", "3")
                .containsKeys("x-request-id", "x-user-id", "traceparent")
                .doesNotContainKeys("host", "connection", "transfer-encoding", "te");
    }

    @Test
    void largeBodiesPassBothWays() throws Exception {
        assertThat(call("POST", "/t/echo", LARGE).body()).isEqualTo(LARGE);
        try (Http http = new Http(gateway.port())) {
            http.write("POST /t/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + Tokens.bearer()
                    + "\r\n\r\n2\r\nab\r\n");
            assertThat(received().path()).isEqualTo("/t/echo");
            assertThat(received().received(2)).isEqualTo("ab"); // at once
            http.write("1\r\nc\r\n0\r\n\r\n");
            assertThat(http.read("POST").text()).isEqualTo("abc");
        }
    }

    @Test
    void responsesWithoutABodyAndInterimHeadsPass() throws Exception {
        Http.Reply empty = get("/t/empty");
        assertThat(empty.status()).isEqualTo(404);
        assertThat(empty.head()).contains("Content-Length: 0").contains("x-why: none");
        assertThat(get("/t/interim").text()).isEqualTo("final");
        assertThat(call("HEAD", "/t/x", null).status()).isEqualTo(200);
    }

    @Test
    void anEarlyAnswerEndsTheUpload() throws Exception {
        assertThat(call("POST", "/t/early", LARGE).status()).isEqualTo(413);
    }

    @Test
    void theFirstEventComesAtOnce() throws Exception {
        try (Http http = new Http(gateway.port())) {
            http.write("GET /t/event HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            http.readHead();
            StringBuilder text = new StringBuilder();
            while (text.indexOf("data: 1") < 0) {
                text.append((char) http.in().read());
            }
            http.socket().setSoLinger(true, 0); // a reset: after a mere end it could still read
        }
        assertThat(backend.resets.poll(20, TimeUnit.SECONDS))
                .as("the client has left")
                .isEqualTo(8);
    }

    @Test
    void trailersPassBothWaysForAClientThatSaysSo() throws Exception {
        String sent = "POST /t/trailers HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: TE\r\n"
                + "Transfer-Encoding: chunked\r\n" + Tokens.bearer() + "\r\n\r\n"
                + "1\r\na\r\n0\r\nX-Check: 7\r\nX-User-ID: 9\r\n\r\n";
        try (Http http = new Http(gateway.port())) {
            http.write(sent);
            StringBuilder answer = new StringBuilder(http.readHead());
            while (answer.indexOf("\r\n0\r\n") < 0 || !answer.toString().endsWith("\r\n\r\n")) {
                answer.append((char) http.in().read());
            }
            assertThat(answer.toString()).contains("hello").endsWith("0\r\ngrpc-status: 0\r\nx-sum: a, b\r\n\r\n");
        }
        Http2Backend.Request request = received();
        assertThat(request.fields).containsEntry("te", "trailers");
        assertThat(request.trailers).isEqualTo(Map.of("x-check", "7"));
    }

    @Test
    void requestsShareAConnection() throws Exception {
        get("/t/x");
        int before = backend.connections.get();
        assertThat(all(20, () -> get("/t/x").status())).containsOnly(200);
        assertThat(backend.connections.get()).isEqualTo(before);
    }

    @Test
    void noMoreStreamsAreOpenThanTheBackendTakes() throws Exception {
        assertThat(all(40, () -> get("/narrow/x").status())).containsOnly(200);
        assertThat(narrow.connections.get()).isLessThanOrEqualTo(16);
        assertThat(most.get()).isLessThanOrEqualTo(narrow.connections.get());
    }

    private static <T> List<T> all(int times, Callable<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Future<T>> calls = threads.invokeAll(Collections.nCopies(times, call));
            List<T> results = new ArrayList<>();
            for (Future<T> one : calls) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRefusedStreamIsSentOnceMore() throws Exception {
        byte[] body = "order".getBytes(StandardCharsets.US_ASCII);

        assertThat(call("POST", "/t/refused", body).text()).isEqualTo("order");
        assertThat(executed.get()).isEqualTo(2);
        Http.Reply refused = call("POST", "/t/always-refused", body);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).isEqualTo("{\"detail\":\"Cannot connect to service t\"}");
        assertThat(executed.get()).isEqualTo(4);
    }

    @Test
    void whatAGoAwayLeavesOutIsSentOnceMore() throws Exception {
        get("/t/x");
        once.clear();

        assertThat(call("POST", "/t/away", "once".getBytes(StandardCharsets.US_ASCII))
                        .text())
                .isEqualTo("once");
        assertThat(executed.get()).isEqualTo(1);
    }

    @Test
    void aConnectionThatEndsRepeatsOnlyWhatMayBeRepeated() throws Exception {
        get("/t/x");
        once.clear();
        assertThat(get("/t/dies").text()).isEqualTo("second");
        get("/t/x");
        once.clear();
        executed.set(0);
        Http.Reply reply = call("POST", "/t/dies", "x".getBytes(StandardCharsets.US_ASCII));
        assertThat(reply.status()).isEqualTo(502);
        assertThat(executed.get()).isEqualTo(1);
    }

    @Test
    void aTimeOutResetsTheStreamAndNotTheConnection() throws Exception {
        get("/t/x");
        int before = backend.connections.get();
        Http.Reply reply = get("/t/silent");
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Service t request timeout\"}");
        assertThat(backend.resets.poll(10, TimeUnit.SECONDS)).isEqualTo(8);
        assertThat(get("/t/x").status()).isEqualTo(200);
        assertThat(backend.connections.get()).isLessThanOrEqualTo(before + 1); // it was silent, so it may be dead
    }

    @Test
    void aBrokenAnswerIsNoWholeAnswer() throws Exception {
        assertThat(get("/t/breaks").complete()).isFalse();
    }

    /** The rest waits at the backend, and other streams of the connection go on. */
    @Test
    void aSlowClientHoldsTheBackendBack() throws Exception {
        sent.set(0);
        try (Http http = new Http(gateway.port())) {
            http.socket().setReceiveBufferSize(64 * 1024);
            http.write("GET /t/endless HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            http.readHead();
            AtomicLong before = new AtomicLong(-1);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(32 << 20);
            assertThat(get("/t/x").status()).isEqualTo(200);
        }
        assertThat(backend.resets.poll(20, TimeUnit.SECONDS)).isEqualTo(8);
    }
}
