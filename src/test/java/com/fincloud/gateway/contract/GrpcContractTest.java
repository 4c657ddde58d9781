package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 from end to end: calls as gRPC makes them, in both directions at the same time, and ALPN to backends. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcContractTest {

    private static final byte[] MESSAGE = {0, 0, 0, 0, 1, 'x'};

    private HPackDecoder hpack = newDecoder();
    private Http2Backend backend;
    private Http2Backend secure;
    private RecordingBackend http1;
    private TestGateway gateway;
    private SSLContext tls;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        TestAuthority authority = new TestAuthority("Test CA");
        tls = TestCertificate.context(authority, null);
        authority.issue("gateway", "localhost").writeTo(folder);
        SSLContext server = TestCertificate.context(authority, authority.issue("backend", "localhost"));
        InetAddress here = InetAddress.getLoopbackAddress();
        backend = new Http2Backend(this::handle);
        secure = new Http2Backend(
                server.getServerSocketFactory().createServerSocket(0, 50, here),
                new byte[0],
                request -> request.answer("200", request.fields.getOrDefault(":scheme", "")));
        http1 = new RecordingBackend(
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 50, here));
        gateway = TestGateway.builder()
                .with("TLS_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("TLS_PRIVATE_KEY", folder.resolve("tls.key").toString())
                .with(
                        "BACKEND_CA",
                        TestCertificate.write(folder.resolve("ca.crt"), authority.pem())
                                .toString())
                .routes(Map.of(
                        "grpc.xml",
                                Command.backend("echo", "/demo.Echo")
                                        .replace("http://echo:8001", "h2c://127.0.0.1:" + backend.port()),
                        "secure.xml", negotiating("secure", "https://localhost:" + secure.port()),
                        "http1.xml", negotiating("http1", http1.url())))
                .start();
    }

    private static String negotiating(String name, String url) {
        return Command.backend(name, "/" + name)
                .replace("http://" + name + ":8001", url)
                .replace("</templatedRoute>", "<parameter name='http2' value='true'/></templatedRoute>");
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
        secure.close();
        http1.close();
    }

    private void handle(Http2Backend.Request request) throws Exception {
        String type = "content-type: application/grpc";
        switch (request.path()) {
            case "/demo.Echo/Unary" -> {
                byte[] message = request.body();
                request.head(false, ":status: 200", type);
                request.bytes(false, message);
                request.head(true, "grpc-status: 0");
            }
            case "/demo.Echo/Fails" -> {
                request.body();
                request.head(true, ":status: 200", type, "grpc-status: 5", "grpc-message: gone");
            }
            case "/demo.Echo/Both" -> {
                request.head(false, ":status: 200", type);
                int taken = 0;
                while (taken < 3 * MESSAGE.length) {
                    taken += MESSAGE.length;
                    request.received(taken);
                    request.bytes(false, MESSAGE);
                }
                request.head(true, "grpc-status: 0");
            }
            default -> {
                // never answers
            }
        }
    }

    private static HPackDecoder newDecoder() {
        return new HPackDecoder(4096, StandardCharsets.US_ASCII);
    }

    private Http2Client call(String method, boolean end) throws IOException {
        hpack = newDecoder(); // of one connection
        Http2Client client = new Http2Client(gateway.port(), tls).settled();
        client.post(
                1,
                "/demo.Echo/" + method,
                "content-type: application/grpc",
                "te: trailers",
                "authorization: Bearer " + Tokens.access(42, "user"));
        client.send(Frames.DATA, end ? Frames.END_STREAM : 0, 1, MESSAGE);
        return client;
    }

    private Map<String, String> fields(Frames.Frame frame) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Header field : hpack.decodeHeaders(ByteBuffer.wrap(frame.payload()))) {
            fields.put(field.getName(), field.getValue());
        }
        return fields;
    }

    @Test
    void aUnaryCallHasItsStatusInTheTrailers() throws Exception {
        try (Http2Client client = call("Unary", true)) {
            assertThat(fields(client.await(Frames.HEADERS, 1)))
                    .containsEntry(":status", "200")
                    .containsEntry("content-type", "application/grpc");
            assertThat(client.await(Frames.DATA, 1).payload()).isEqualTo(MESSAGE);
            Frames.Frame last = client.await(Frames.HEADERS, 1);
            assertThat(fields(last)).isEqualTo(Map.of("grpc-status", "0"));
            assertThat(last.endsStream()).isTrue();
        }
        Http2Backend.Request request = backend.requests.stream()
                .filter(sent -> sent.path().endsWith("/Unary"))
                .findFirst()
                .orElseThrow();
        assertThat(request.fields).containsEntry("te", "trailers").containsEntry("x-user-id", "42");
    }

    /** A server without a body puts the status into its head. A client takes it only from the frame that ends the stream. */
    @Test
    void aStatusWithoutABodyIsInTheTrailersToo() throws Exception {
        try (Http2Client client = call("Fails", true)) {
            assertThat(fields(client.await(Frames.HEADERS, 1))).doesNotContainKey("grpc-status");
            Frames.Frame last = client.await(Frames.HEADERS, 1);
            assertThat(fields(last)).isEqualTo(Map.of("grpc-status", "5", "grpc-message", "gone"));
            assertThat(last.endsStream()).isTrue();
        }
    }

    @Test
    void messagesGoBothWaysAtTheSameTime() throws Exception {
        try (Http2Client client = call("Both", false)) {
            client.await(Frames.HEADERS, 1);
            assertThat(client.await(Frames.DATA, 1).payload()).isEqualTo(MESSAGE);
            client.send(Frames.DATA, 0, 1, MESSAGE);
            assertThat(client.await(Frames.DATA, 1).payload()).isEqualTo(MESSAGE);
            client.send(Frames.DATA, 0, 1, MESSAGE);
            assertThat(client.await(Frames.DATA, 1).payload()).isEqualTo(MESSAGE);
            // the server ends the call, although the client has not ended its stream
            assertThat(client.await(Frames.HEADERS, 1).endsStream()).isTrue();
            client.get(3, "/health");
            assertThat(client.body(3)).contains("healthy");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("http2-uploads"));
    }

    @Test
    void aCancelledCallIsCancelledAtTheBackend() throws Exception {
        backend.resets.clear();
        try (Http2Client client = call("Never", false)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> backend.requests.stream()
                    .anyMatch(request -> request.path().endsWith("/Never")));
            client.reset(1);
            assertThat(backend.resets.poll(10, TimeUnit.SECONDS)).isEqualTo(8);
        }
    }

    @Test
    void aBackendMayChooseHttp2OverTls() throws Exception {
        assertThat(get("/secure/x")).isEqualTo("https");
        assertThat(get("/secure/y")).isEqualTo("https");
        assertThat(secure.connections.get()).isEqualTo(1);
    }

    @Test
    void aBackendMayStayWithHttp1() throws Exception {
        assertThat(get("/http1/x")).isEqualTo("ok");
        assertThat(get("/http1/x")).isEqualTo("ok");
        assertThat(http1.requests()).hasSize(2).allMatch(request -> request.requestLine()
                .endsWith("HTTP/1.1"));
    }

    private String get(String path) throws IOException {
        try (Http http = new Http(gateway.port(), tls)) {
            return http.exchange("GET", path, null, Tokens.bearer()).text();
        }
    }
}
