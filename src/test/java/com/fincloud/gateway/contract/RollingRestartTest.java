package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contract 11.1: two gateways behind a real proxy, each restarted in turn under load, lose no request and repeat none. It runs the jar
 * that {@code ./mvnw package} has made, and says how much it has seen.
 */
@Tag("chaos")
class RollingRestartTest {

    private static final Logger LOG = LoggerFactory.getLogger(RollingRestartTest.class);
    private static final int ROUNDS = Integer.getInteger("restart.rounds", 3);

    private final Path folder;
    private final List<SteadyClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private TestRedis redis;
    private TallyBackend backend;
    private List<GatewayProcess> gateways;

    RollingRestartTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        redis = new TestRedis();
        backend = new TallyBackend();
        gateways = List.of(gateway("first"), gateway("second"));
        gateways.forEach(GatewayProcess::awaitReady);
    }

    private GatewayProcess gateway(String name) throws IOException {
        return GatewayProcess.ofJar(
                folder.resolve(name + ".log"),
                Map.of(
                        "BUDGET_SERVICE_URL", backend.url(),
                        "REDIS_URL", redis.url(),
                        "TRUSTED_PROXIES", "127.0.0.1",
                        "RATE_LIMIT_PER_MINUTE", "1000000",
                        "RATE_LIMIT_PER_HOUR", "1000000"));
    }

    @AfterEach
    void stop() {
        gateways.forEach(GatewayProcess::close);
        backend.close();
        redis.close();
    }

    @Test
    void behindHaproxyNoRequestIsLost() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.haproxy(
                folder, gateways.get(0).port(), gateways.get(1).port())) {
            restartInTurn(proxy);
        }
    }

    @Test
    void behindNginxNoRequestIsLost() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.nginx(
                folder, gateways.get(0).port(), gateways.get(1).port())) {
            restartInTurn(proxy);
        }
    }

    private void restartInTurn(ProxyProcess proxy) throws Exception {
        load(proxy, SteadyClient.Kind.QUICK, 8, 25);
        load(proxy, SteadyClient.Kind.SLOW, 4, 10);
        load(proxy, SteadyClient.Kind.DOWNLOAD, 2, 10);
        gateways.forEach(RollingRestartTest::awaitRequests);
        for (int round = 0; round < ROUNDS; round++) {
            for (GatewayProcess gateway : gateways) {
                gateway.askToEnd();
                assertThat(gateway.awaitEnd()).isZero();
                gateway.startAgain();
                awaitRequests(gateway);
            }
        }
        clients.forEach(SteadyClient::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        report();
    }

    /** Waits until the proxy sends clients' requests to this gateway. */
    private static void awaitRequests(GatewayProcess gateway) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> gateway.metric("gateway_requests_total\\{\\S*route=\"budget\"") > 50);
    }

    private void load(ProxyProcess proxy, SteadyClient.Kind kind, int count, long pauseMillis) {
        for (int i = 0; i < count; i++) {
            SteadyClient client = new SteadyClient(clients.size() + 1, proxy.port(), kind, pauseMillis);
            clients.add(client);
            Thread thread = new Thread(client, "client-" + clients.size());
            threads.add(thread);
            thread.start();
        }
    }

    private void report() {
        List<String> failures =
                clients.stream().flatMap(client -> client.failures().stream()).toList();
        Map<String, Integer> expected = new HashMap<>();
        clients.forEach(client -> client.succeeded().forEach(marker -> expected.merge(marker, 1, Integer::sum)));
        long longest = clients.stream()
                .filter(client -> client.isQuick())
                .flatMap(client -> client.nanos().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        LOG.info(
                "{} restarts, {} requests, {} failures, longest quick one {} ms",
                2 * ROUNDS,
                expected.size(),
                failures.size(),
                Duration.ofNanos(longest).toMillis());
        assertThat(failures).isEmpty();
        assertThat(backend.tally()).isEqualTo(expected);
    }
}
