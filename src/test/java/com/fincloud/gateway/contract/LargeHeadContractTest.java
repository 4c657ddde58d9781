package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.1 and 2.15: responses whose heads are larger than the server's own buffer, up to what a request's head may have. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeHeadContractTest {

    private static final String BODY = "0123456789".repeat(2000);

    private RawBackend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        backend = new RawBackend(LargeHeadContractTest::answer);
        gateway = TestGateway.builder()
                .routes(backend.routes())
                .with("PUBLIC_PATHS", "/t/**")
                .start();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    /** Answers {@code /t/KIND/BYTES}: a body of that kind behind a head with a field of so many bytes. */
    private static String answer(String request) {
        String[] path = request.substring(request.indexOf("/t/"), request.indexOf(" HTTP"))
                .split("/", -1);
        String fields = "X-Long: " + "x".repeat(Integer.parseInt(path[3])) + "\r\nConnection: close\r\n";
        return answer(path[2], fields, request.startsWith("HEAD"));
    }

    private static String answer(String kind, String fields, boolean isHead) {
        String chunks =
                isHead ? "" : Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n" + "X-Sum: 1\r\n\r\n";
        return switch (kind) {
            case "length" ->
                "HTTP/1.1 201 Created\r\nContent-Type: a/b\r\nContent-Length: " + BODY.length() + "\r\n" + fields
                        + "\r\n" + (isHead ? "" : BODY);
            case "chunks" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + fields + "\r\n" + chunks;
            case "cut" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + fields + "\r\n5\r\nhel";
            case "304" -> "HTTP/1.1 304 Not Modified\r\n" + fields + "\r\n";
            default -> "HTTP/1.1 204 No Content\r\n" + fields + "\r\n";
        };
    }

    private Http.Reply get(Http http, String target, String... headers) throws IOException {
        return http.exchange("GET", target, null, headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunks", "304", "204"})
    void aLargeHeadHasTheFieldsOfASmallOne(String kind) throws Exception {
        try (Http http = new Http(gateway.port())) {
            Http.Reply small = get(http, "/t/" + kind + "/10");
            for (int bytes : new int[] {7000, 7500, 8000, 9000, 23_000}) {
                Http.Reply large = get(http, "/t/" + kind + "/" + bytes);
                assertThat(large.status()).isEqualTo(small.status());
                assertThat(large.complete()).isTrue();
                assertThat(large.text()).isEqualTo(small.text());
                assertThat(large.value("X-Long")).hasSize(bytes);
                assertThat(names(large)).isEqualTo(names(small));
            }
        }
    }

    private static List<String> names(Http.Reply reply) {
        return reply.head()
                .lines()
                .skip(1)
                .map(line -> line.replaceFirst(":.*", "").toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunks"})
    void theResponseToHeadHasNoBody(String kind) throws Exception {
        try (Http http = new Http(gateway.port())) {
            for (int i = 0; i < 3; i++) {
                Http.Reply reply = http.exchange("HEAD", "/t/" + kind + "/9000", null);
                assertThat(reply.value("X-Long")).hasSize(9000);
                assertThat(reply.body()).isEmpty();
            }
        }
    }

    @Test
    void trailersFollow() throws Exception {
        assertThat(raw("GET /t/chunks/9000 HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE, close\r\n\r\n"))
                .endsWith("\r\n0\r\nX-Sum: 1\r\n\r\n");
    }

    @Test
    void aClientOfHttp10GetsTheBodyAndTheEndOfTheConnection() throws Exception {
        assertThat(raw("GET /t/chunks/9000 HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"))
                .endsWith("\r\n\r\n" + BODY);
    }

    @Test
    void aTransferThatBreaksOffIsSeen() throws Exception {
        assertThat(raw("GET /t/cut/9000 HTTP/1.1\r\nHost: a\r\n\r\n")).doesNotEndWith("0\r\n\r\n");
    }

    /** All that comes until the connection ends. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder all = new StringBuilder();
            try {
                InputStream in = socket.getInputStream();
                for (int next = in.read(); next >= 0; next = in.read()) {
                    all.append((char) next);
                }
            } catch (IOException e) {
                all.append("(reset)");
            }
            return all.toString();
        }
    }
}
