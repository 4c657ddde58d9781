package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a heap of 256 MB under thousands of clients that hold on to what they have. */
@Tag("chaos")
class ResourceBoundsTest {

    private static final int IDLE = 5000;
    private static final int UPLOADS = 1000;
    private static final int HANGING = 500;
    private static final int USERS = 100_000;
    private static final int CLIENTS = 16;
    private static final long ROOM = 24L << 20;

    private final Path folder;
    private final List<Http> held = new ArrayList<>();
    private SmallGateway small;
    private EchoBackend slow;
    private TestRedis redis;
    private GatewayProcess gateway;

    ResourceBoundsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        assumeThat(ManagementFactory.getOperatingSystemMXBean())
                .as("thousands of sockets need as many file descriptors")
                .isInstanceOfSatisfying(
                        UnixOperatingSystemMXBean.class,
                        system -> assumeThat(system.getMaxFileDescriptorCount()).isGreaterThan(12_000));
        small = new SmallGateway(folder, Map.of("REQUEST_TIMEOUT", "600"));
        redis = small.redis();
        slow = small.slow();
        gateway = small.process().awaitReady();
    }

    @AfterEach
    void stop() throws IOException {
        small.close();
    }

    @Test
    void theRestIsServedAndTheMemoryComesBack() throws Exception {
        users(5000);
        long before = gateway.heapInUse();

        for (int i = 0; i < IDLE; i++) {
            Http idle = new Http(gateway.port());
            held.add(idle);
            assertThat(idle.exchange("GET", "/api/v1/portfolio/x", null, Tokens.bearer())
                            .status())
                    .isEqualTo(200);
        }
        othersAreServed();
        AtomicBoolean dripping = new AtomicBoolean(true);
        Thread drip = drip(startUploads(), dripping);
        othersAreServed();
        String hang = "GET /api/v1/budget/hang HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n";
        for (int i = 0; i < HANGING; i++) {
            Http client = new Http(gateway.port());
            held.add(client);
            client.write(hang);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> slow.hanging() == HANGING);
        othersAreServed();
        users(USERS);
        redis.stop();
        users(USERS);
        redis.start();
        othersAreServed();
        assertThat(gateway.isAlive()).isTrue();

        dripping.set(false);
        drip.join();
        slow.releaseHanging();
        for (Http client : held) {
            client.close();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> gateway.metric("gateway_backend_connections\\{\\S*state=\"leased\"") == 0);
        othersAreServed();
        // The local limiter's windows of the time without Redis go after the longest of them.
        assertThat(gateway.heapInUse()).isLessThan(before + ROOM + USERS * 400L);
        assertThat(gateway.logLines()).noneMatch(line -> line.contains("OutOfMemoryError") || line.contains("\\tat "));
    }

    private void othersAreServed() throws IOException {
        for (int i = 0; i < 50; i++) {
            assertThat(Http.get(gateway.port(), "/api/v1/portfolio/x", Tokens.bearer())
                            .status())
                    .isEqualTo(200);
        }
    }

    private List<Http> startUploads() throws IOException {
        List<Http> uploads = new ArrayList<>();
        String head = "POST /api/v1/budget/up HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer()
                + "\r\nContent-Length: 10000000\r\n\r\n";
        for (int i = 0; i < UPLOADS; i++) {
            Http upload = new Http(gateway.port());
            upload.write(head + "x".repeat(100));
            uploads.add(upload);
        }
        held.addAll(uploads);
        return uploads;
    }

    /** Sends some bytes of each upload every other second. */
    private static Thread drip(List<Http> uploads, AtomicBoolean going) {
        Thread drip = new Thread(() -> {
            try {
                while (going.get()) {
                    for (Http upload : uploads) {
                        upload.write("y".repeat(700)); // the gateway ends what comes with less than 240 bytes a second
                    }
                    TimeUnit.SECONDS.sleep(2);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        drip.start();
        return drip;
    }

    /** One request of each of so many users. */
    private void users(int count) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                done.add(clients.submit(() -> {
                    try (Http http = new Http(gateway.port())) {
                        for (int user = first; user < count; user += CLIENTS) {
                            assertThat(http.exchange("GET", "/api/v1/portfolio/x", null, Tokens.bearer(user, "user"))
                                            .status())
                                    .isEqualTo(200);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(300, TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
