package com.fincloud.gateway.contract;

import static com.fincloud.gateway.contract.Frames.CONTINUATION;
import static com.fincloud.gateway.contract.Frames.END_HEADERS;
import static com.fincloud.gateway.contract.Frames.END_STREAM;
import static com.fincloud.gateway.contract.Frames.HEADERS;
import static com.fincloud.gateway.contract.Frames.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 frames that cost their client little and the gateway much, in great numbers. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameFloodsTest {

    private static final String LOGIN = "/api/v1/auth/login";
    private static final int MANY = 20_000;

    private RecordingBackend backend;
    private SSLContext tls;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        TestAuthority authority = new TestAuthority("Test CA");
        authority.issue("gateway", "localhost").writeTo(folder);
        tls = TestCertificate.context(authority, null);
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("TLS_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("TLS_PRIVATE_KEY", folder.resolve("tls.key").toString())
                .start();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private Http2Client connect() throws IOException {
        return new Http2Client(gateway.port(), tls).settled();
    }

    private void othersAreServed() throws IOException {
        try (Http2Client other = connect()) {
            other.get(1, "/api/v1/health/live");
            assertThat(other.body(1)).isEqualTo("{\"status\":\"alive\"}");
        }
    }

    @FunctionalInterface
    private interface Sending {
        void send(int number) throws IOException;
    }

    /** Sends until the gateway closes the connection. */
    private void closes(Http2Client client, Sending flood) throws IOException {
        try {
            for (int i = 0; i < MANY; i++) {
                flood.send(i);
            }
        } catch (IOException e) {
            // closed while it writes
        }
        client.awaitEnd();
        othersAreServed();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "empty DATA,           0, 1, ''",
        "DATA of a byte,       0, 1, 78",
        "PRIORITY,             2, 3, 0000000010",
        "empty SETTINGS,       4, 0, ''",
        "SETTINGS of a window, 4, 0, 000400000001",
        "SETTINGS of a table,  4, 0, 000100010000",
        "PING,                 6, 0, 0000000000000000",
        "small WINDOW_UPDATE,  8, 0, 00000001",
        "PRIORITY_UPDATE,     16, 0, 00000001753d33",
    })
    void aFloodClosesTheConnection(String name, int type, int stream, String payload) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(payload);
        try (Http2Client client = connect()) {
            client.post(1, LOGIN);
            closes(client, number -> client.send(type, 0, stream, bytes));
        }
    }

    @Test
    void rapidResetsCloseTheConnection() throws IOException {
        try (Http2Client client = connect()) {
            closes(client, number -> {
                client.get(2 * number + 1, "/health");
                client.reset(2 * number + 1);
            });
        }
    }

    @Test
    void aFloodOfContinuationsClosesTheConnection() throws IOException {
        try (Http2Client client = connect()) {
            client.send(HEADERS, END_STREAM, 1, Frames.head("GET", LOGIN));
            closes(client, number -> client.send(CONTINUATION, 0, 1, Frames.fields("x: y")));
        }
    }

    @Test
    void streamsBeyondTheLimitCloseTheConnection() throws IOException {
        backend.on(LOGIN, (request, socket, out) -> socket.getInputStream().read());
        try (Http2Client client = connect()) {
            closes(client, number -> client.get(2 * number + 1, LOGIN));
        }
        backend.forget();
    }

    /** One field of the compression table, referred to a thousand times (RFC 7541 section 7.3). */
    @Test
    void aHeadThatUnpacksToMegabytesIsRefused() throws IOException {
        try (Http2Client client = connect()) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.writeBytes(Frames.head("GET", LOGIN));
            byte[] field = Frames.fields("x: " + "y".repeat(3_900));
            field[0] = 0x40; // with indexing
            head.writeBytes(field);
            for (int i = 0; i < 1_000; i++) {
                head.write(0xbe); // the newest field of the table
            }
            client.send(HEADERS, END_HEADERS | END_STREAM, 1, head.toByteArray());

            assertThat(client.body(1)).matches("reset \\d+|closed after |.*too large.*");
        }
        othersAreServed();
    }

    /** SETTINGS_INITIAL_WINDOW_SIZE of no bytes: no response can be sent. */
    @Test
    void aHundredResponsesThatNobodyTakesKeepNobodyOut() throws IOException {
        try (Http2Client client = connect()) {
            client.send(SETTINGS, 0, 0, HexFormat.of().parseHex("000400000000"));
            for (int id = 1; id < 200; id += 2) {
                client.get(id, "/health");
            }
            othersAreServed();
        }
    }
}
