package com.fincloud.gateway.contract;

import static com.fincloud.gateway.contract.Frames.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a heap of 256 MB under clients that use all that HTTP/2 lets them hold on to. */
@Tag("chaos")
class Http2BoundsTest {

    private static final int CONNECTIONS = 60;
    private static final int STREAMS = 90;
    private static final int IDLE = 2000;

    /** Requests after which a connection remembers as much as it ever will. */
    private static final int SERVED = 40;

    /** SETTINGS_INITIAL_WINDOW_SIZE of no bytes: no body of an answer can be sent. */
    private static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};

    private static final String AUTHORIZATION = "authorization: Bearer " + Tokens.access(42, "user");

    private final Path folder;
    private final List<Http2Client> held = new ArrayList<>();
    private SSLContext tls;
    private SmallGateway small;
    private GatewayProcess gateway;

    Http2BoundsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        TestAuthority authority = new TestAuthority("Test CA");
        authority.issue("gateway", "localhost").writeTo(folder);
        tls = TestCertificate.context(authority, null);
        small = new SmallGateway(
                folder,
                Map.of(
                        "TLS_CERTIFICATE", folder.resolve("tls.crt").toString(),
                        "TLS_PRIVATE_KEY", folder.resolve("tls.key").toString()));
        gateway = small.process().awaitReady(tls);
    }

    @AfterEach
    void stop() throws IOException {
        for (Http2Client frames : held) {
            frames.close();
        }
        small.close();
    }

    private Http2Client connect() throws IOException {
        Http2Client frames = new Http2Client(gateway.port(), tls).settled();
        held.add(frames);
        return frames;
    }

    private void othersAreServed() throws IOException {
        try (Http2Client frames = new Http2Client(gateway.port(), tls).settled()) {
            for (int i = 0; i < 20; i++) {
                frames.get(2 * i + 1, "/api/v1/portfolio/x", AUTHORIZATION);
                assertThat(frames.body(2 * i + 1)).doesNotContain("detail");
            }
        }
        assertThat(gateway.isAlive()).isTrue();
    }

    /** What the gateway refuses by closing the connection is refused, too. */
    private void onManyConnections(Use use) throws IOException {
        List<Http2Client> together = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            try {
                Http2Client frames = connect();
                together.add(frames);
                use.of(frames);
            } catch (IOException e) {
                assertThat(gateway.isAlive()).isTrue();
            }
        }
        assertThat(gateway.isAlive()).isTrue();
        for (Http2Client frames : together) {
            frames.close();
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(this::othersAreServed);
    }

    @FunctionalInterface
    private interface Use {
        void of(Http2Client frames) throws IOException;
    }

    @Test
    void noUseOfStreamsTakesTheMemory() throws Exception {
        for (int i = 0; i < IDLE; i++) {
            Http2Client frames = connect();
            for (int request = 0; request < SERVED; request++) {
                frames.get(2 * request + 1, "/health");
                frames.body(2 * request + 1);
            }
        }
        othersAreServed();
        onManyConnections(Http2BoundsTest::uploads);
        onManyConnections(frames -> uploads(frames, AUTHORIZATION));
        onManyConnections(frames -> {
            for (int i = 0; i < STREAMS; i++) {
                frames.get(2 * i + 1, "/api/v1/budget/hang", AUTHORIZATION);
            }
        });
        small.slow().releaseHanging();
        assertThat(gateway.logLines()).noneMatch(line -> line.contains("OutOfMemoryError") || line.contains("\\tat "));
    }

    /** Bodies that go on, whose answers the client does not take. Together they fit into the connection's window. */
    private static void uploads(Http2Client frames, String... lines) throws IOException {
        frames.send(SETTINGS, 0, 0, NO_WINDOW);
        for (int i = 0; i < STREAMS; i++) {
            frames.post(2 * i + 1, "/api/v1/budget/up", lines);
            frames.data(2 * i + 1, false, "x".repeat(700));
        }
    }
}
