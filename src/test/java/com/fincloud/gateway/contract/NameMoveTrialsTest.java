package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contract 6.8 under load: a service's name gets another address, and its old one dies or lives on. */
@Tag("chaos")
class NameMoveTrialsTest {

    private static final Logger LOG = LoggerFactory.getLogger(NameMoveTrialsTest.class);
    private static final int CLIENTS = 24;
    private static final int MAX_AGE_SECONDS = 10;
    private static final int DNS_TTL_SECONDS = 5;

    private final Path folder;
    private RecordingBackend first;
    private RecordingBackend second;
    private TestRedis redis;
    private GatewayProcess gateway;
    private CallingClients clients;

    NameMoveTrialsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        first = backend(1, 0);
        second = backend(2, first.port());
        resolve("127.0.0.1");
        redis = new TestRedis();
        gateway = GatewayProcess.withProperty(
                        folder.resolve("log"),
                        "jdk.net.hosts.file=" + folder.resolve("hosts"),
                        Map.of(
                                "BUDGET_SERVICE_URL",
                                "http://budget.test:" + first.port(),
                                "REDIS_URL",
                                redis.url(),
                                "RATE_LIMIT_PER_MINUTE",
                                "10000000",
                                "RATE_LIMIT_PER_HOUR",
                                "10000000",
                                "DNS_TTL",
                                Integer.toString(DNS_TTL_SECONDS),
                                "BACKEND_CONNECTION_MAX_AGE",
                                Integer.toString(MAX_AGE_SECONDS)))
                .awaitReady();
        clients = new CallingClients(gateway.port(), "GET", CLIENTS, Duration.ofMillis(5));
        await().atMost(Duration.ofSeconds(60)).until(() -> clients.count() > 2000);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        redis.close();
        first.close();
        second.close();
    }

    private static RecordingBackend backend(int last, int port) throws IOException {
        return new RecordingBackend(
                new ServerSocket(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last})));
    }

    private void resolve(String address) throws IOException {
        Path next = folder.resolve("next");
        Files.writeString(next, "127.0.0.1 localhost\n" + address + " budget.test\n");
        Files.move(next, folder.resolve("hosts"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void pause(Duration time) {
        long began = System.nanoTime();
        await().atMost(time.plusSeconds(10)).until(() -> System.nanoTime() - began > time.toNanos());
    }

    @Test
    void theServiceIsBackSoonWhenTheOldAddressIsDead() throws Exception {
        resolve("127.0.0.2");
        first.close();
        long moved = System.nanoTime();
        pause(Duration.ofSeconds(8));
        clients.end();

        List<CallingClients.Call> failed =
                clients.calls().stream().filter(call -> !call.succeeded()).toList();
        long last =
                failed.stream().mapToLong(call -> call.endNanos() - moved).max().orElse(0);
        LOG.info(
                "name moved, old address dead: {}, the last failure after {} ms",
                clients.results(),
                Duration.ofNanos(last).toMillis());
        assertThat(last).isLessThan(Duration.ofSeconds(6).toNanos());
        assertThat(second.requests()).isNotEmpty();
    }

    @Test
    void trafficFollowsWhenTheOldAddressLives() throws Exception {
        resolve("127.0.0.2");
        long moved = System.nanoTime();
        pause(Duration.ofSeconds(MAX_AGE_SECONDS + DNS_TTL_SECONDS));
        int before = first.requests().size();
        pause(Duration.ofSeconds(2));
        clients.end();

        LOG.info(
                "name moved, old address alive: {}, requests of the new address {}, of the old one later than {} s: {}",
                clients.results(),
                second.requests().size(),
                Duration.ofNanos(System.nanoTime() - moved).toSeconds() - 2,
                first.requests().size() - before);
        assertThat(clients.results()).containsOnlyKeys("200");
        assertThat(first.requests()).hasSize(before);
        assertThat(second.requests()).isNotEmpty();
    }
}
