package com.fincloud.gateway.contract;

import static com.fincloud.gateway.contract.WebSocketBackend.handshake;
import static com.fincloud.gateway.contract.WebSocketBackend.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.auth.Revocations;
import com.fincloud.gateway.contract.WebSocketBackend.Frame;
import com.fincloud.gateway.upstream.Services;
import com.fincloud.gateway.websocket.WebSockets;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 2.16: WebSockets, byte for byte. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketContractTest {

    private static final int PER_USER = 5;

    private final WebSocketBackend frames = new WebSocketBackend();
    private final List<Http> clients = new ArrayList<>();
    private RecordingBackend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() {
        backend = new RecordingBackend();
        backend.on("/ws/echo", (request, socket, out) -> frames.echo(request, socket.getInputStream(), out));
        gateway = gateway();
    }

    private TestGateway gateway() {
        return TestGateway.builder()
                .backend(backend)
                .with("WEBSOCKET_MAX_PER_USER", Integer.toString(PER_USER))
                .with("WEBSOCKET_IDLE_TIMEOUT", "3")
                .with("CORS_ORIGINS", "https://app.example")
                .with("TRUSTED_PROXIES", "127.0.0.1")
                .with("PUBLIC_PATHS", "/open/**,/bare/**")
                .routes(Map.of(
                        "ws.xml",
                        "<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'>"
                                + route("ws", "<parameter name='websocket' value='true'/>")
                                + route("open", "<parameter name='websocket' value='true'/>")
                                + route("plain", "") + route("bare", "") + "</templatedRoutes>"))
                .start();
    }

    private String route(String id, String more) {
        return "<templatedRoute routeTemplateRef='backend' routeId='" + id + "'><parameter name='path' value='/" + id
                + "'/><parameter name='service' value='" + id + "'/><parameter name='url' value='" + backend.url()
                + "'/>" + (id.equals("open") ? "<parameter name='rewrite' value='/ws'/>" : "") + more
                + "</templatedRoute>";
    }

    @AfterEach
    void disconnect() throws IOException {
        for (Http client : clients) {
            client.close();
        }
        clients.clear();
        await().until(() -> webSockets().open() == 0);
        frames.closes().clear();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private WebSockets webSockets() {
        return gateway.context().getBean(WebSockets.class);
    }

    private Http send(String path, String... headers) throws IOException {
        Http client = new Http(gateway.port());
        clients.add(client);
        client.write(handshake(path, headers));
        return client;
    }

    private Http.Reply answer(String path, String... headers) throws IOException {
        return send(path, headers).read("GET");
    }

    /** A client after its handshake. */
    private Http open(String path, String... headers) throws IOException {
        Http client = send(path, headers);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    private static void write(Http client, Frame frame) throws IOException {
        client.write(WebSocketBackend.bytes(frame, true));
    }

    private static Frame read(Http client) throws IOException {
        return Objects.requireNonNull(WebSocketBackend.read(client.in()));
    }

    @Test
    void framesGoBothWays() throws IOException {
        Http client = open("/ws/echo", Tokens.bearer());
        write(client, text("hello"));

        Frame echo = read(client);

        assertThat(echo.text()).isEqualTo("hello");
        assertThat(echo.masked()).isFalse();
        assertThat(backend.last().values("Upgrade")).containsExactly("websocket");
        assertThat(backend.last().value("X-User-ID")).isEqualTo("42");
    }

    @Test
    void theBackendClosesInOrder() throws Exception {
        Http client = open("/ws/echo", Tokens.bearer());
        write(client, WebSocketBackend.close(4000));

        assertThat(read(client).closeCode()).isEqualTo(4000);
        assertThat(client.in().read()).isEqualTo(-1);
        assertThat(frames.closes().take().closeCode()).isEqualTo(4000);
    }

    @Test
    void aFragmentedMessageWithAPingInItsMidstPasses() throws IOException {
        Http client = open("/ws/echo", Tokens.bearer());
        write(
                client,
                new Frame(false, WebSocketBackend.TEXT, true, "he".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        write(client, new Frame(true, WebSocketBackend.PING, true, new byte[] {7}));
        write(
                client,
                new Frame(
                        true,
                        WebSocketBackend.CONTINUATION,
                        true,
                        "llo".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        Frame first = read(client);
        assertThat(first.last()).isFalse();
        assertThat(first.text()).isEqualTo("he");
        assertThat(read(client).opcode()).isEqualTo(WebSocketBackend.PONG);
        assertThat(read(client).text()).isEqualTo("llo");
    }

    @Test
    void aMessageOf10MegabytesPasses() throws Exception {
        byte[] large = new byte[10 * 1024 * 1024];
        new Random(1).nextBytes(large);
        Http client = open("/ws/echo", Tokens.bearer());
        Thread writer = new Thread(() -> {
            try {
                write(client, new Frame(true, WebSocketBackend.BINARY, true, large));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();

        assertThat(read(client).payload()).isEqualTo(large);
        writer.join();
    }

    @Test
    void bytesThatComeWithTheHandshakeAreNotLost() throws Exception {
        backend.on("/ws/early", (request, socket, out) -> {
            byte[] hello = WebSocketBackend.bytes(text("welcome"), false);
            String head = "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + com.fincloud.gateway.websocket.WebSocketKey.accept(
                            String.valueOf(request.value("Sec-WebSocket-Key")))
                    + "\r\n\r\n";
            byte[] both = new byte[head.length() + hello.length];
            System.arraycopy(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, both, 0, head.length());
            System.arraycopy(hello, 0, both, head.length(), hello.length);
            out.write(both);
            out.flush();
            frames.echo(socket.getInputStream(), out);
        });
        Http client = new Http(gateway.port());
        clients.add(client);
        byte[] frame = WebSocketBackend.bytes(text("early"), true);
        client.write(handshake("/ws/early", Tokens.bearer())
                + new String(frame, java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");

        assertThat(read(client).text()).isEqualTo("welcome");
        assertThat(read(client).text()).isEqualTo("early");
    }

    @Test
    void aBrowsersTokenIsASubprotocolThatNobodyElseSees(CapturedOutput log) throws IOException {
        String token = Tokens.access(77, "user");

        Http client =
                send("/ws/echo", "Origin: https://app.example", "Sec-WebSocket-Protocol: fincloud.bearer, " + token);
        String head = client.readHead();

        assertThat(head).startsWith("HTTP/1.1 101 ").contains("Sec-WebSocket-Protocol: fincloud.bearer\r\n");
        assertThat(backend.last().values("Sec-WebSocket-Protocol")).isEmpty();
        assertThat(backend.last().head()).doesNotContain(token);
        assertThat(backend.last().value("X-User-ID")).isEqualTo("77");
        assertThat(log.getAll()).doesNotContain(token);
    }

    @Test
    void theBackendChoosesAmongTheOtherSubprotocols() throws IOException {
        backend.on("/ws/chat", (request, socket, out) -> {
            WebSocketBackend.accept(request, out, "Sec-WebSocket-Protocol: chat\n");
            frames.echo(socket.getInputStream(), out);
        });

        Http client = send(
                "/ws/chat",
                "Sec-WebSocket-Protocol: fincloud.bearer, " + Tokens.access(1, "user"),
                "Sec-WebSocket-Protocol: old, chat");

        assertThat(client.readHead())
                .contains("Sec-WebSocket-Protocol: chat\r\n")
                .doesNotContain("fincloud.bearer");
        assertThat(backend.last().values("Sec-WebSocket-Protocol")).containsExactly("old, chat");
    }

    @Test
    void anUpgradeWithoutTheParameterIsAPlainRequest() throws IOException {
        Http.Reply reply = answer("/plain/x", Tokens.bearer());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(backend.last().values("Upgrade")).isEmpty();
        assertThat(answer("/plain/x", "Sec-WebSocket-Protocol: fincloud.bearer, " + Tokens.access(1, "user"))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/plain/x, Upgrade: websocket",
        "/plain/x, X-Any: x",
        "/bare/x, Upgrade: websocket",
        "/bare/x, X-Any: x",
        "/open/x, X-Any: x",
        "/open/x, Upgrade: h2c",
        "/ws/x, X-Any: x",
        "/ws/x, Upgrade: websocket",
    })
    void noPlainRequestShowsTheBackendABrowsersToken(String path, String line) throws IOException {
        String token = Tokens.access(78, "user");

        for (String method : List.of("GET", "POST")) {
            Http client = new Http(gateway.port());
            clients.add(client);
            client.write(method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n" + line
                    + (path.startsWith("/plain") || path.startsWith("/ws") ? "\r\n" + Tokens.bearer() : "")
                    + "\r\nSec-WebSocket-Protocol: old, fincloud.bearer, " + token
                    + "\r\nSec-WebSocket-Protocol: fincloud.bearer\r\nSec-WebSocket-Protocol: " + token
                    + ", chat\r\n\r\n");
            client.read(method);
            assertThat(backend.last().head()).startsWith(method + " ");
            assertThat(backend.last().head()).doesNotContain(token).doesNotContain("fincloud.bearer");
            assertThat(backend.last().values("Sec-WebSocket-Protocol")).containsExactly("old, chat");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/ws/echo, '', 401",
        "/ws/echo, Sec-WebSocket-Protocol: fincloud.bearer, 401",
        "/ws/echo, 'Sec-WebSocket-Protocol: fincloud.bearer, x', 401",
        "/open/echo, Origin: https://evil.example, 403",
        "/open/echo, Origin: null, 403",
        "/open/echo, Sec-WebSocket-Version: 8, 426",
        "/open/echo, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, 400",
        "/open/echo, Content-Length: 1, 400",
        "/open/echo, Origin: https://app.example, 101",
        "/open/echo, X-Any: x, 101",
    })
    void aHandshakeIsChecked(String path, String header, int status) throws IOException {
        Http client = send(path, header.isEmpty() ? "X-Any: x" : header);

        assertThat(client.readHead()).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void twoTokensAreRefused() throws IOException {
        assertThat(answer(
                                "/ws/echo",
                                Tokens.bearer(),
                                "Sec-WebSocket-Protocol: fincloud.bearer, " + Tokens.access(1, "user"))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"Sec-WebSocket-Accept: x", "Sec-WebSocket-Protocol: unasked", "Upgrade: h2c"})
    void aWrongAcceptanceIs502(String line) throws IOException {
        backend.on("/ws/wrong", (request, socket, out) -> {
            WebSocketBackend.accept(request, out, line + "\n");
            frames.echo(socket.getInputStream(), out);
        });
        String broken = line.startsWith("Upgrade") ? "/ws/other" : "/ws/wrong";
        backend.on("/ws/other", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 101 X\n" + line + "\n\n"));
            out.flush();
            frames.echo(socket.getInputStream(), out);
        });

        Http.Reply reply = answer(broken, Tokens.bearer());

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid response from service ws\"}");
        circuit();
    }

    /** A success closes the count of failures again. */
    private void circuit() throws IOException {
        assertThat(Http.get(gateway.port(), "/ws/fine", Tokens.bearer()).status())
                .isEqualTo(200);
    }

    @Test
    void aRefusalOfTheBackendIsTheAnswer() throws IOException {
        backend.on("/ws/deny", 409, "X-Why: full\n", "no");

        Http.Reply reply = answer("/ws/deny", Tokens.bearer());

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text()).isEqualTo("no");
        await().until(() -> webSockets().open() == 0);
    }

    @Test
    void aTokenThatExpiresEndsItsWebSocket(CapturedOutput log) throws Exception {
        long now = Instant.now().getEpochSecond();
        String token = Tokens.sign("{\"sub\":\"5\",\"type\":\"access\",\"exp\":%d}".formatted(now + 2));
        Http client = open("/ws/echo", "Authorization: Bearer " + token);

        assertThat(read(client).closeCode()).isEqualTo(4401);
        Frame toBackend = frames.closes().take();
        assertThat(toBackend.masked()).isTrue();
        assertThat(toBackend.closeCode()).isEqualTo(4401);
        write(client, WebSocketBackend.close(4401));
        assertThat(client.in().read()).isEqualTo(-1);
        await().untilAsserted(() ->
                assertThat(log.getAll()).contains("\"ended_by\":\"token\"").contains("\"close_code\":4401"));
    }

    @Test
    void aRevokedTokenEndsItsWebSocketWithinASecond() throws IOException {
        String token = Tokens.sign("{\"sub\":\"6\",\"jti\":\"gone\",\"type\":\"access\",\"exp\":%d}"
                .formatted(Instant.now().getEpochSecond() + 600));
        Http client = open("/ws/echo", "Authorization: Bearer " + token);
        Http other = open("/ws/echo", Tokens.bearer());

        long began = System.nanoTime();
        gateway.context().getBean(Revocations.class).endId("gone", Revocations.UNKNOWN);

        assertThat(read(client).closeCode()).isEqualTo(4401);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        write(other, text("still"));
        assertThat(read(other).text()).isEqualTo("still");
    }

    @Test
    void theGatewaysCloseStandsBetweenTwoFrames() throws Exception {
        CountDownLatch revoked = new CountDownLatch(1);
        backend.on("/ws/slow", (request, socket, out) -> {
            WebSocketBackend.accept(request, out, "");
            byte[] frame = WebSocketBackend.bytes(text("0123456789"), false);
            out.write(frame, 0, 5);
            out.flush();
            revoked.await();
            TimeUnit.SECONDS.sleep(1);
            out.write(frame, 5, frame.length - 5);
            out.write(WebSocketBackend.bytes(text("after"), false));
            out.flush();
            frames.echo(socket.getInputStream(), out);
        });
        String token = Tokens.sign("{\"sub\":\"8\",\"jti\":\"half\",\"type\":\"access\",\"exp\":%d}"
                .formatted(Instant.now().getEpochSecond() + 600));
        Http client = open("/ws/slow", "Authorization: Bearer " + token);
        gateway.context().getBean(Revocations.class).endId("half", Revocations.UNKNOWN);
        revoked.countDown();

        assertThat(read(client).text()).isEqualTo("0123456789");
        assertThat(read(client).closeCode()).isEqualTo(4401);
        write(client, WebSocketBackend.close(4401));
        assertThat(client.in().read()).isEqualTo(-1);
    }

    @Test
    void aSlowReaderSlowsItsSender() throws Exception {
        long[] written = new long[1];
        backend.on("/ws/flood", (request, socket, out) -> {
            WebSocketBackend.accept(request, out, "");
            byte[] frame =
                    WebSocketBackend.bytes(new Frame(true, WebSocketBackend.BINARY, false, new byte[64 * 1024]), false);
            for (int i = 0; i < 400; i++) {
                out.write(frame);
                written[0] += frame.length;
            }
        });
        Http client = open("/ws/flood", Tokens.bearer());
        long before = -1;
        while (before != written[0]) { // until the buffers of both sockets are full
            before = written[0];
            TimeUnit.MILLISECONDS.sleep(500);
        }
        assertThat(before).isLessThan(400L * 64 * 1024);

        long received = 0;
        InputStream in = client.in();
        for (int i = 0; i < 400; i++) {
            received += Objects.requireNonNull(WebSocketBackend.read(in)).payload().length;
        }
        assertThat(received).isEqualTo(400L * 64 * 1024);
    }

    @Test
    void anIdleWebSocketIsClosed() throws IOException {
        Http client = open("/ws/echo", Tokens.bearer());
        write(client, text("x"));
        assertThat(read(client).text()).isEqualTo("x");
        long began = System.nanoTime();

        assertThat(read(client).closeCode()).isEqualTo(1001);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void aUserHasABoundedNumber() throws IOException {
        for (int i = 0; i < PER_USER; i++) {
            open("/ws/echo", Tokens.bearer(3, "user"));
        }

        Http.Reply reply = answer("/ws/echo", Tokens.bearer(3, "user"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Too many WebSocket connections: 5 at once\"}");
        open("/ws/echo", Tokens.bearer(4, "user"));
        clients.remove(0).close();
        await().until(() -> webSockets().open() == PER_USER);
        open("/ws/echo", Tokens.bearer(3, "user"));
    }

    @Test
    void withoutAUserTheAddressHasABoundedNumber() throws IOException {
        for (int i = 0; i < PER_USER; i++) {
            open("/open/echo", "X-Forwarded-For: 2001:db8::" + i);
        }

        assertThat(answer("/open/echo", "X-Forwarded-For: 2001:db8::ffff").status())
                .isEqualTo(429);
        open("/open/echo", "X-Forwarded-For: 2001:db8:0:1::1");
    }

    @Test
    void fromTheAnswerOnItIsNoCallOfTheService(CapturedOutput log) throws IOException {
        Http client = open("/ws/echo", Tokens.bearer());
        write(client, text("x"));
        assertThat(read(client).text()).isEqualTo("x");

        Services services = gateway.context().getBean(Services.class);
        assertThat(services.service("ws").client().leased()).isZero();
        assertThat(gateway.context()
                        .getBean(com.fincloud.gateway.server.GatewayAdapter.class)
                        .inFlight())
                .isZero();
        assertThat(webSockets().open()).isEqualTo(1);
        client.close();
        await().until(() -> webSockets().open() == 0);
        assertThat(log.getAll())
                .contains("\"status_code\":101")
                .contains("\"event\":\"WebSocket ended\"")
                .contains("\"ended_by\":\"client\"")
                .contains("\"bytes_received\":7")
                .contains("\"bytes_sent\":3");
    }

    @ParameterizedTest
    @CsvSource({"'\u0081\u0001x'", "'\u0088\u00fe\u0001\u0000'", "'\u0081\u00ff\u00ff'"})
    void bytesThatAreNoFrameEndTheWebSocket(String bytes) throws IOException {
        Http client = open("/ws/echo", Tokens.bearer());

        client.write(bytes);

        int end;
        try {
            end = client.in().read();
        } catch (java.net.SocketException e) {
            end = -1;
        }
        assertThat(end).isEqualTo(-1);
    }

    @Test
    void aBackendThatDiesLooksBroken() throws IOException {
        backend.on("/ws/dies", (request, socket, out) -> {
            WebSocketBackend.accept(request, out, "");
            out.write(WebSocketBackend.bytes(text("0123456789"), false), 0, 5);
            out.flush();
            socket.close();
        });
        Http client = open("/ws/dies", Tokens.bearer());

        assertThat(client.in().readNBytes(5)).hasSize(5);
        assertThat(client.in().read()).isEqualTo(-1);
    }

    @Test
    void aGatewayThatStopsSaysSo() throws Exception {
        TestGateway stopping = gateway();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stopping.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(handshake("/ws/echo", Tokens.bearer())
                            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            Thread stop = new Thread(stopping::close);
            stop.start();

            assertThat(Objects.requireNonNull(WebSocketBackend.read(in)).closeCode())
                    .isEqualTo(1001);
            assertThat(frames.closes().take().closeCode()).isEqualTo(1001);
            WebSocketBackend.write(socket.getOutputStream(), WebSocketBackend.close(1001), true);
            stop.join();
        }
    }
}
