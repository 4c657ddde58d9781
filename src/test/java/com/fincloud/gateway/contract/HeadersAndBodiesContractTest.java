package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.5 to 2.11: headers and bodies pass unchanged, hop-by-hop headers stay on their side, nothing is buffered or invented. */
class HeadersAndBodiesContractTest {

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("MAX_REQUEST_BODY", "1MB")
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1000")
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

    private static Http.Reply get(String path, String... headers) throws IOException {
        return send("GET", path, null, headers);
    }

    private static Http.Reply send(String method, String path, byte @Nullable [] body, String... headers)
            throws IOException {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = Tokens.bearer();
        return Http.send(gateway.port(), method, "/api/v1/budget" + path, body, all);
    }

    @Test
    void requestHeadersArriveWithValuesIntactAndRepeatsKept() throws IOException {
        get(
                "/h",
                "X-One: [a, b]",
                "X-Two: 1",
                "X-Two: 2",
                "Cookie: a=1; b=\"2\"",
                "X-Latin: caf\u00e9",
                "Cache-Control: no-cache");

        assertThat(backend.last().value("X-One")).isEqualTo("[a, b]");
        assertThat(backend.last().values("X-Two")).containsExactly("1", "2");
        assertThat(backend.last().value("Cookie")).isEqualTo("a=1; b=\"2\"");
        assertThat(backend.last().value("X-Latin")).isEqualTo("caf\u00e9");
        assertThat(backend.last().value("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void responseHeadersArriveWithValuesIntactAndRepeatsKept() throws IOException {
        backend.on(
                "/api/v1/h",
                201,
                "Set-Cookie: a=1; Path=/\nSet-Cookie: b=2\nSet-Cookie: c=3\nX-List: [a, b]\nCache-Control: no-store\n"
                        + "Content-Type: text/html;  charset=\"utf-8\"\nETag: \"x\"\nDate: Mon, 01 Jan 2024 00:00:00 GMT\n",
                "body");

        Http.Reply reply = get("/h", "Accept-Language: de");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.values("Set-Cookie")).containsExactly("a=1; Path=/", "b=2", "c=3");
        assertThat(reply.values("X-List")).containsExactly("[a, b]");
        assertThat(reply.value("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.value("Content-Type")).isEqualTo("text/html;  charset=\"utf-8\"");
        assertThat(reply.values("Date")).containsExactly("Mon, 01 Jan 2024 00:00:00 GMT");
        assertThat(reply.value("Accept-Language")).isNull();
        assertThat(reply.value("Authorization")).isNull();
        assertThat(reply.text()).isEqualTo("body");
    }

    @Test
    void camelHeadersCrossInNeitherDirection() throws IOException {
        backend.on("/api/v1/h", 200, "CamelFileName: x\ncamelHttpUri: y\n", "body");

        Http.Reply reply = get("/h", "CamelHttpUri: http://evil", "camelFoo: 1");

        assertThat(backend.last().head().toLowerCase(Locale.ROOT)).doesNotContain("\r\ncamel");
        assertThat(reply.head().toLowerCase(Locale.ROOT)).doesNotContain("\r\ncamel");
    }

    @Test
    void hopByHopHeadersAreDroppedBothWays() throws IOException {
        backend.on(
                "/api/v1/h",
                200,
                "Connection: X-Hop\nX-Hop: 1\nKeep-Alive: timeout=5\nProxy-Authenticate: x\nX-End: 2\n",
                "body");

        Http.Reply reply = get(
                "/h",
                "Connection: keep-alive, X-Secret",
                "X-Secret: 1",
                "TE: trailers",
                "Proxy-Authorization: x",
                "Upgrade: h2c",
                "X-End: 1");

        assertThat(backend.last().values("X-Secret")).isEmpty();
        assertThat(backend.last().values("TE")).isEmpty();
        assertThat(backend.last().values("Upgrade")).isEmpty();
        assertThat(backend.last().values("Proxy-Authorization")).isEmpty();
        assertThat(backend.last().value("X-End")).isEqualTo("1");
        assertThat(reply.values("X-Hop")).isEmpty();
        assertThat(reply.values("Keep-Alive")).isEmpty();
        assertThat(reply.values("Proxy-Authenticate")).isEmpty();
        assertThat(reply.value("X-End")).isEqualTo("2");
    }

    @Test
    void forwardingHeadersAreTheGatewaysAndHostIsTheBackends() throws IOException {
        get(
                "/h",
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil",
                "Forwarded: for=6.6.6.6",
                "X_Forwarded_For: 7.7.7.7");

        assertThat(backend.last().value("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(backend.last().value("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(backend.last().value("X-Forwarded-Host")).isEqualTo("gateway.example:8000");
        assertThat(backend.last().value("X-Forwarded-Port")).isEqualTo("8000");
        assertThat(backend.last().value("Forwarded"))
                .isEqualTo("for=127.0.0.1;host=\"gateway.example:8000\";proto=http");
        assertThat(backend.last().value("Host")).isEqualTo("127.0.0.1:" + backend.port());
        assertThat(backend.last().head()).doesNotContain("7.7.7.7");
    }

    @Test
    void whatATrustedProxySaysOfTheClientReachesTheBackend() throws IOException {
        try (TestGateway behindProxy = TestGateway.builder()
                .backend(backend)
                .with("TRUSTED_PROXIES", "127.0.0.1")
                .start()) {
            Http.get(
                    behindProxy.port(),
                    "/api/v1/budget/h",
                    Tokens.bearer(),
                    "X-Real-IP: 6.6.6.6",
                    "X-Forwarded-Ssl: on",
                    "Proxy: http://evil.example");
        }

        assertThat(backend.last().value("X-Real-IP")).isEqualTo("6.6.6.6");
        assertThat(backend.last().value("X-Forwarded-Ssl")).isEqualTo("on");
        assertThat(backend.last().value("Proxy")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/x-java-serialized-object",
                "text/xml"
            })
    void bodiesAreOpaqueBytes(String type) throws IOException {
        byte[] body = new byte[70_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        backend.on("/api/v1/b", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Type: " + type
                    + "\nContent-Encoding: gzip\nContent-Length: " + request.body().length + "\n\n"));
            out.write(request.body());
        });

        Http.Reply reply = send("PUT", "/b", body, "Content-Type: " + type, "Content-Encoding: gzip");

        assertThat(backend.last().body()).isEqualTo(body);
        assertThat(backend.last().value("Content-Type")).isEqualTo(type);
        assertThat(backend.last().value("Content-Length")).isEqualTo("70000");
        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.value("Content-Encoding")).isEqualTo("gzip");
        assertThat(reply.value("Content-Length")).isEqualTo("70000");
    }

    @Test
    void aChunkedBodyStaysWhatItIs() throws IOException {
        try (Http http = new Http(gateway.port())) {
            http.write("POST /api/v1/budget/c HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer()
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
            assertThat(http.read("POST").status()).isEqualTo(200);
        }
        assertThat(backend.last().text()).isEqualTo("hello world");
        assertThat(backend.last().value("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void anAnswerToHeadKeepsItsLengthAndHasNoBody() throws IOException {
        backend.on("/api/v1/h", "HTTP/1.1 200 OK\nContent-Length: 1234\n\n", new byte[0]);

        Http.Reply reply = send("HEAD", "/h", null);

        assertThat(reply.value("Content-Length")).isEqualTo("1234");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void answersWithoutABodyHaveNone(int status) throws IOException {
        backend.on("/api/v1/n", "HTTP/1.1 " + status + " X\nETag: \"1\"\n\n", new byte[0]);

        try (Http http = new Http(gateway.port())) {
            Http.Reply reply = http.exchange("GET", "/api/v1/budget/n", null, Tokens.bearer());
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.value("Transfer-Encoding")).isNull();
            assertThat(http.exchange("GET", "/health", null).status()).isEqualTo(200);
        }
    }

    @Test
    void aLargeAnswerOfUnknownLengthComesWholeInEitherVersion() throws IOException {
        byte[] body = new byte[3_000_000];
        new Random(1).nextBytes(body);
        backend.on("/api/v1/large", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"));
            int from = 0;
            for (int size = 1; from < body.length; size = size * 3 % 500_009) { // small pieces and large ones
                int count = Math.min(size, body.length - from);
                out.write(RecordingBackend.head(Integer.toHexString(count) + "\n"));
                out.write(body, from, count);
                out.write(RecordingBackend.head("\n"));
                from += count;
            }
            out.write(RecordingBackend.head("0\n\n"));
        });

        try (Http http = new Http(gateway.port())) {
            assertThat(http.exchange("GET", "/api/v1/budget/large", null, Tokens.bearer())
                            .body())
                    .isEqualTo(body);
            assertThat(http.exchange("GET", "/health", null).status()).isEqualTo(200);
        }
        try (Http http = new Http(gateway.port())) {
            http.write("GET /api/v1/budget/large HTTP/1.0\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            assertThat(http.readHead()).doesNotContain("chunked");
            assertThat(http.in().readAllBytes()).isEqualTo(body);
        }
    }

    @Test
    void theFirstEventReachesTheClientWhenTheBackendSendsIt() throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        backend.on("/api/v1/sse", (request, socket, out) -> {
            out.write(RecordingBackend.head(
                    "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nConnection: close\n\ndata: 1\n\n"));
            out.flush();
            read.await(10, TimeUnit.SECONDS);
            out.write("data: 2\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.close();
        });

        try (Http http = new Http(gateway.port())) {
            http.write("GET /api/v1/budget/sse HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            String head = http.readHead();
            assertThat(head).contains("text/event-stream");
            byte[] first = http.in().readNBytes(12);
            assertThat(new String(first, StandardCharsets.US_ASCII)).contains("data: 1");
            read.countDown();
        }
    }

    @Test
    void aBackendThatDiesInMidBodyLooksBrokenToTheClient() throws IOException {
        backend.on("/api/v1/cut", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n"));
            out.flush();
            socket.close();
        });
        backend.on("/api/v1/short", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 100\n\nhello"));
            out.flush();
            socket.close();
        });

        assertThat(get("/cut").complete()).isFalse();
        assertThat(get("/short").complete()).isFalse();
    }

    @Test
    void aClientThatGoesAwayEndsTheBackendCall() throws IOException {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch arrived = new CountDownLatch(1);
        backend.on("/api/v1/hang", (request, socket, out) -> {
            arrived.countDown();
            socket.setSoTimeout(15_000);
            try {
                ended.set(socket.getInputStream().read() < 0);
            } catch (SocketException e) {
                ended.set(true);
            }
        });

        try (Http http = new Http(gateway.port())) {
            http.write("GET /api/v1/budget/hang HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            await().until(() -> arrived.getCount() == 0);
            http.socket().setSoLinger(true, 0); // closes with a reset
        }

        await().atMost(Duration.ofSeconds(5)).untilTrue(ended);
    }

    @Test
    void redirectsAndCookiesGoToTheClient() throws IOException {
        backend.on("/api/v1/r", 302, "Location: http://elsewhere/x\nSet-Cookie: s=1\n", "");

        assertThat(get("/r").value("Location")).isEqualTo("http://elsewhere/x");
        get("/after");
        assertThat(backend.last().value("Cookie")).isNull();
        assertThat(backend.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aBackendIsCalledOnceWhateverItAnswers(int status) throws IOException {
        backend.on("/api/v1/o", status, "Retry-After: 1\n", "later");

        Http.Reply reply = get("/o");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).isEqualTo("later");
        assertThat(reply.value("Retry-After")).isEqualTo("1");
        assertThat(backend.requests()).hasSize(1);
    }

    @Test
    void aBackendThatClosedAnIdleConnectionCostsNoRequest() throws Exception {
        Semaphore closed = new Semaphore(0);
        backend.on("/api/v1/close", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"));
            out.flush();
            socket.close();
            closed.release();
        });

        for (int i = 0; i < 20; i++) {
            assertThat(get("/close").status()).isEqualTo(200);
            assertThat(closed.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aBodyOverTheLimitIs413WithOrWithoutALength() throws IOException {
        assertThat(send("POST", "/big", new byte[(1 << 20) + 1]).status()).isEqualTo(413);
        try (Http http = new Http(gateway.port())) {
            http.write("POST /api/v1/budget/big HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer()
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 17; i++) {
                http.write("10000\r\n");
                http.write(new byte[65_536]);
                http.write("\r\n");
            }
            http.write("0\r\n\r\n");
            Http.Reply reply = http.read("POST");
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).isEqualTo("{\"detail\":\"Request body too large\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /x HTTP/1.1\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GE\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/v1/budget/x\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "GET / HTTP/3.9\r\nHost: a\r\n\r\n"
            })
    void aMalformedRequestIsAnsweredInJson(String request) throws IOException {
        try (Http http = new Http(gateway.port())) {
            http.write(request);
            Http.Reply reply = http.read("GET");
            assertThat(reply.status()).isIn(400, 505);
            assertThat(reply.value("Content-Type")).isEqualTo("application/json");
            assertThat(reply.text()).matches("\\{\"detail\":\"[^\"]+\"}");
        }
    }

    @Test
    void aLargeAnswerIsTheSameForAClientThatTakesItInSmallSips() throws IOException {
        byte[] sent = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(sent);
        backend.on("/api/v1/large", "HTTP/1.1 200 OK\nContent-Length: " + sent.length + "\n\n", sent);

        byte[] whole;
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(2048);
            client.setSoTimeout(20_000);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            String request = "GET /api/v1/budget/large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + Tokens.bearer();
            client.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            whole = client.getInputStream().readAllBytes();
        }

        assertThat(Arrays.equals(whole, whole.length - sent.length, whole.length, sent, 0, sent.length))
                .as("the last " + sent.length + " of " + whole.length + " bytes are the backend's")
                .isTrue();
    }

    @Test
    void headersThatAreTooLargeAreAnsweredInJson() throws IOException {
        Http.Reply reply = get("/x", "X-Big: " + "x".repeat(70_000));

        assertThat(reply.status()).isIn(400, 431);
        assertThat(reply.text()).matches("\\{\"detail\":\"[^\"]+\"}");
    }
}
