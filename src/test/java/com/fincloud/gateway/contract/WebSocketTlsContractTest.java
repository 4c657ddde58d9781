package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import com.fincloud.gateway.auth.Revocations;
import com.fincloud.gateway.websocket.WebSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contract 2.16 with the JDK's client, over TLS to clients and to backends. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketTlsContractTest {

    private static final int LARGE = 1 << 20;

    private final WebSocketBackend frames = new WebSocketBackend();
    private RecordingBackend plain;
    private RecordingBackend secure;
    private TestGateway gateway;
    private HttpClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        TestAuthority authority = new TestAuthority("Test CA");
        TestCertificate certificate = authority.issue("gateway", "localhost").writeTo(folder);
        SSLContext server = TestCertificate.context(authority, certificate);
        plain = new RecordingBackend();
        secure = new RecordingBackend(
                server.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress()));
        for (RecordingBackend backend : new RecordingBackend[] {plain, secure}) {
            backend.on("/plain/echo", (request, socket, out) -> frames.echo(request, socket.getInputStream(), out));
            backend.on("/secure/echo", (request, socket, out) -> frames.echo(request, socket.getInputStream(), out));
        }
        gateway = TestGateway.builder()
                .backend(plain)
                .with("TLS_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("TLS_PRIVATE_KEY", folder.resolve("tls.key").toString())
                .with(
                        "BACKEND_CA",
                        TestCertificate.write(folder.resolve("ca.crt"), authority.pem())
                                .toString())
                .routes(Map.of(
                        "ws.xml",
                        "<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'>" + route("plain", plain)
                                + route("secure", secure) + "</templatedRoutes>"))
                .start();
        client = HttpClient.newBuilder()
                .sslContext(TestCertificate.context(authority, null))
                .build();
    }

    private static String route(String id, RecordingBackend backend) {
        return "<templatedRoute routeTemplateRef='backend' routeId='" + id + "'><parameter name='path' value='/" + id
                + "'/><parameter name='service' value='" + id + "'/><parameter name='url' value='" + backend.url()
                + "'/><parameter name='websocket' value='true'/></templatedRoute>";
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        plain.close();
        secure.close();
    }

    /** What a client has received: all binary data, and the status code of the close. */
    private static final class Received implements WebSocket.Listener {

        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> large = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            try {
                Channels.newChannel(data).write(part);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            if (last) {
                large.complete(data.toByteArray());
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    private WebSocket open(String path, String token, Received received) throws Exception {
        return client.newWebSocketBuilder()
                .subprotocols("fincloud.bearer", token)
                .buildAsync(URI.create("wss://localhost:" + gateway.port() + path), received)
                .get(20, TimeUnit.SECONDS);
    }

    private void echo(String path) throws Exception {
        byte[] large = new byte[LARGE];
        new Random(2).nextBytes(large);
        Received received = new Received();
        WebSocket socket = open(path, Tokens.access(1, "user"), received);
        assertThat(socket.getSubprotocol()).isEqualTo("fincloud.bearer");

        socket.sendBinary(ByteBuffer.wrap(large, 0, LARGE / 2), false).get(20, TimeUnit.SECONDS);
        socket.sendPing(ByteBuffer.wrap(new byte[] {1})).get(20, TimeUnit.SECONDS);
        socket.sendBinary(ByteBuffer.wrap(large, LARGE / 2, LARGE / 2), true).get(20, TimeUnit.SECONDS);
        assertThat(received.large.get(30, TimeUnit.SECONDS)).isEqualTo(large);

        socket.sendClose(4001, "done").get(20, TimeUnit.SECONDS);
        assertThat(received.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4001);
        assertThat(frames.closes().take().closeCode()).isEqualTo(4001);
        await().until(() -> gateway.context().getBean(WebSockets.class).open() == 0);
    }

    @Test
    void messagesPassOverTls() throws Exception {
        echo("/plain/echo");
    }

    @Test
    void messagesPassOverTlsToABackendWithTls() throws Exception {
        echo("/secure/echo");
    }

    @Test
    void aRevokedTokenEndsBothConnections() throws Exception {
        String token = Tokens.sign("{\"sub\":\"6\",\"jti\":\"tls\",\"type\":\"access\",\"exp\":%d}"
                .formatted(Instant.now().getEpochSecond() + 600));
        Received received = new Received();
        open("/secure/echo", token, received);

        gateway.context().getBean(Revocations.class).endId("tls", Revocations.UNKNOWN);

        assertThat(received.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4401);
        assertThat(frames.closes().take().closeCode()).isEqualTo(4401);
        await().until(() -> gateway.context().getBean(WebSockets.class).open() == 0);
    }
}
