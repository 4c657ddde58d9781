package com.fincloud.gateway.contract;

import static com.fincloud.gateway.contract.Frames.RESET;
import static com.fincloud.gateway.contract.Frames.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a TLS connection keeps: no buffers while it is idle, few closed streams, and how it takes frames that still come for them (RFC 9113
 * section 5.1).
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdleConnectionContractTest {

    private static final String ALIVE = "/api/v1/health/live";
    private static final int PRIORITY_UPDATE = 16;
    private static final byte[] FOUR_BYTES = {0, 0, 0, 8};

    private SSLContext tls;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        TestAuthority authority = new TestAuthority("Test CA");
        authority.issue("gateway", "localhost").writeTo(folder);
        tls = TestCertificate.context(authority, null);
        gateway = TestGateway.builder()
                .with("TLS_CERTIFICATE", folder.resolve("tls.crt").toString())
                .with("TLS_PRIVATE_KEY", folder.resolve("tls.key").toString())
                .start();
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private Http2Client connect() throws IOException {
        return new Http2Client(gateway.port(), tls).settled();
    }

    /** A connection with so many closed streams, the oldest first. */
    private Http2Client connectionThatHasServed(int requests) throws IOException {
        Http2Client frames = connect();
        for (int i = 0; i < requests; i++) {
            frames.get(2 * i + 1, ALIVE);
            assertThat(frames.body(2 * i + 1)).isNotEmpty();
        }
        return frames;
    }

    @Test
    void aConnectionKeepsFewOfThem() throws Exception {
        List<Http2Client> connections = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            connections.add(connectionThatHasServed(60));
        }
        try (Http2Client together = connect()) {
            for (int id = 1; id < 200; id += 2) {
                together.get(id, ALIVE);
            }
            assertThat(ended(together, 100)).isEqualTo(100);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(instances("org.apache.coyote.http2.RecycledStream"))
                            .isBetween(1L, 5 * 20L));
        }
        for (Http2Client frames : connections) {
            frames.close();
        }
    }

    /** The buffers of one direction of TLS are one object, and idle connections share few of them. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "http/1.1"})
    void anIdleConnectionHasNoBuffers(String protocol) throws Exception {
        List<AutoCloseable> connections = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            if (protocol.equals("h2")) {
                connections.add(connectionThatHasServed(2));
            } else {
                Http http = new Http(gateway.port(), tls);
                connections.add(http);
                assertThat(http.exchange("GET", ALIVE, null).status()).isEqualTo(200);
            }
        }
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(instances("com.fincloud.gateway.server.connection.TlsChannel"))
                    .isGreaterThanOrEqualTo(60);
            assertThat(instances("org.apache.tomcat.util.net.SocketBufferHandler"))
                    .isBetween(1L, 20L);
        });
        for (AutoCloseable connection : connections) {
            connection.close();
        }
    }

    /** The live objects of a class in this process, of which the gateway is a part. */
    private static long instances(String type) throws Exception {
        Object histogram = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return String.valueOf(histogram)
                .lines()
                .filter(line -> line.endsWith(" " + type))
                .map(line -> line.strip().split(" +", -1)[1])
                .mapToLong(Long::parseLong)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99})
    void aLateFrameIsIgnored(int stream) throws IOException {
        try (Http2Client frames = connectionThatHasServed(50)) {
            frames.send(WINDOW_UPDATE, 0, stream, FOUR_BYTES);
            frames.send(RESET, 0, stream, FOUR_BYTES);

            frames.get(101, ALIVE);
            assertThat(frames.body(101)).isEqualTo("{\"status\":\"alive\"}");
        }
    }

    @Test
    void aLatePriorityIsIgnored() throws IOException {
        try (Http2Client frames = connectionThatHasServed(50)) {
            frames.send(PRIORITY_UPDATE, 0, 0, new byte[] {0, 0, 0, 1, 'u', '=', '3'});

            frames.get(101, ALIVE);
            assertThat(frames.body(101)).isEqualTo("{\"status\":\"alive\"}");
        }
    }

    @Test
    void theRestOfARefusedBodyReturnsToTheWindow() throws IOException {
        try (Http2Client frames = connect()) {
            frames.post(1, "/api/v1/portfolio/x");
            assertThat(frames.body(1)).isEqualTo("{\"detail\":\"Missing authentication token\"}");
            frames.await(RESET, 1);
            for (int id = 3; id < 80; id += 2) {
                frames.get(id, ALIVE);
                frames.body(id);
            }

            frames.data(1, false, "x".repeat(1000));
            assertThat(frames.await(WINDOW_UPDATE, 0).payload()).containsExactly(0, 0, 3, -24); // 1000
            frames.data(1, true, "x");
            frames.get(101, ALIVE);
            assertThat(frames.body(101)).isEqualTo("{\"status\":\"alive\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Frames.DATA, RESET, WINDOW_UPDATE})
    void aFloodOfLateFramesClosesTheConnection(int type) throws IOException {
        try (Http2Client frames = connectionThatHasServed(50)) {
            try {
                for (int i = 0; i < 5_000; i++) {
                    frames.send(type, 0, 1, FOUR_BYTES);
                }
            } catch (IOException e) {
                // closed while it writes
            }
            frames.awaitEnd();
        }
    }

    /** Frames that come in one piece are cut into TLS records wherever these end. */
    @ParameterizedTest
    @ValueSource(ints = {100, 170, 333, 1500})
    void framesThatFillSeveralRecordsAreReadAsTheyCame(int bytes) throws IOException {
        try (Http2Client frames = connect()) {
            int id = 1;
            for (int batch = 0; batch < 6; batch++) {
                ByteArrayOutputStream together = new ByteArrayOutputStream();
                for (int i = 0; i < 80; i++, id += 2) {
                    byte[] head = Frames.head("GET", ALIVE, "x: " + "y".repeat(bytes));
                    together.writeBytes(Frames.frame(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, id, head));
                }
                frames.send(together.toByteArray());
                assertThat(ended(frames, 80)).isEqualTo(80);
            }
        }
    }

    /** Reads until so many streams have ended, or the connection. */
    private static int ended(Http2Client frames, int streams) throws IOException {
        int ended = 0;
        for (Frames.Frame frame = frames.read(); frame != null; frame = frames.read()) {
            ended += frame.stream() > 0 && frame.endsStream() ? 1 : 0;
            if (ended == streams) {
                break;
            }
        }
        return ended;
    }
}
