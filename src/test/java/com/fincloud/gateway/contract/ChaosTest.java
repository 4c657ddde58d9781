package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.contract.EchoBackend.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two gateways under load while Redis and the backends die and come back, answers are delayed, reset and cut off, route files are
 * edited and one of the two is stopped: each answer is the right one, none is somebody else's, and nothing is left behind.
 *
 * <p>{@code -Dchaos.seconds} and {@code -Dchaos.seed} repeat a run.
 */
@Tag("chaos")
class ChaosTest {

    private static final Logger LOG = LoggerFactory.getLogger(ChaosTest.class);
    private static final int CLIENTS = 12;
    private static final long SECONDS = Long.getLong("chaos.seconds", 120);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    /** A circuit that a fault has opened is closed again so long after the fault. */
    private static final long RECOVERY_MILLIS = 4000;

    private static final List<String> STRIKES =
            List.of("Redis dies", "a backend dies", "slow", "resets", "cut off", "errors", "route files", "SIGTERM");
    private static final List<Fault> FAULTS = List.of(Fault.SLOW, Fault.RESETS, Fault.CUT_OFF, Fault.ERRORS);
    private static final long ROOM = 16L << 20;

    private final Random random = new Random(SEED);
    private final Path folder;
    private final Path routes;
    private final List<String> happened = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private TestRedis redis;
    private EchoBackend budget;
    private EchoBackend portfolio;
    private GatewayProcess first;
    private GatewayProcess second;
    private volatile boolean secondServes = true;
    private volatile long wellSince;

    ChaosTest(@TempDir Path folder) {
        this.folder = folder;
        this.routes = folder.resolve("routes");
    }

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(routes);
        save("portfolio", "/api/v1");
        save("budget", "/api/v1");
        redis = new TestRedis();
        budget = new EchoBackend();
        portfolio = new EchoBackend();
        first = gateway("first");
        second = gateway("second");
        first.awaitReady();
        second.awaitReady();
    }

    private GatewayProcess gateway(String name) throws IOException {
        return new GatewayProcess(
                folder.resolve(name + ".log"),
                "256m",
                Map.of(
                        "ROUTES_DIR", routes.toString(),
                        "BUDGET_SERVICE_URL", budget.url(),
                        "PORTFOLIO_SERVICE_URL", portfolio.url(),
                        "REDIS_URL", redis.url(),
                        "RATE_LIMIT_PER_MINUTE", "1000000",
                        "RATE_LIMIT_PER_HOUR", "1000000",
                        "CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "1",
                        "CIRCUIT_BREAKER_SUCCESS_THRESHOLD", "1",
                        "SHUTDOWN_DELAY", "2"));
    }

    @AfterEach
    void stop() throws IOException {
        first.close();
        second.close();
        redis.close();
        budget.close();
        portfolio.close();
    }

    @Test
    void eachAnswerIsTheRightOneAndNothingIsLeftBehind() throws Exception {
        run(Duration.ofSeconds(10), false);
        long heap = first.heapInUse();
        double threads = first.metric("jvm_threads_live_threads");
        long series = first.series();

        List<ChaosClient> clients = run(Duration.ofSeconds(SECONDS), true);

        LOG.info("seed {}: {}, answers {}", SEED, happened, counts(clients));
        assertThat(clients.stream().flatMap(client -> client.wrong().stream()))
                .as("seed %d: %s, answers %s", SEED, happened, counts(clients))
                .isEmpty();
        assertThat(counts(clients)).containsKeys("200", "401");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.metric("gateway_backend_connections\\{\\S*state=\"leased\"") == 0
                        && first.metric("camel_exchanges_inflight") == 0);
        assertThat(first.heapInUse()).isLessThan(heap + ROOM);
        assertThat(first.metric("jvm_threads_live_threads")).isLessThan(threads + 20);
        assertThat(first.series()).isLessThan(series + 40);
        assertThat(first.logLines()).noneMatch(line -> line.startsWith("\tat ") || line.contains("stack_trace"));
    }

    /** Load for so long, with or without faults. */
    private List<ChaosClient> run(Duration duration, boolean chaos) throws Exception {
        List<ChaosClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int user = 1; user <= CLIENTS; user++) {
            int number = user;
            ChaosClient client = new ChaosClient(
                    user,
                    SEED + user,
                    () -> number % 2 == 0 && secondServes ? second : first,
                    () -> System.currentTimeMillis() > wellSince + RECOVERY_MILLIS);
            clients.add(client);
            threads.add(new Thread(client, "client-" + user));
        }
        threads.forEach(Thread::start);
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            if (chaos) {
                strike();
            }
            TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1500));
        }
        clients.forEach(ChaosClient::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        return clients;
    }

    private void strike() throws Exception {
        if (waiting.isEmpty()) {
            waiting.addAll(STRIKES);
            Collections.shuffle(waiting, random);
        }
        int die = STRIKES.indexOf(waiting.remove(waiting.size() - 1)); // all of them come, in any order
        EchoBackend backend = random.nextBoolean() ? budget : portfolio;
        happened.add(STRIKES.get(die));
        switch (die) {
            case 0 -> {
                redis.stop();
                TimeUnit.SECONDS.sleep(1 + random.nextInt(3));
                redis.start();
            }
            case 1 -> {
                fault();
                backend.crash();
                TimeUnit.SECONDS.sleep(1);
                backend.startAgain();
                wellAgain();
            }
            case 2, 3, 4, 5 -> {
                Fault fault = FAULTS.get(die - 2);
                fault();
                backend.fault(fault);
                TimeUnit.MILLISECONDS.sleep(700);
                backend.fault(Fault.NONE);
                wellAgain();
            }
            case 6 -> {
                Files.writeString(routes.resolve("portfolio.xml"), "<templatedRoutes", StandardCharsets.UTF_8);
                TimeUnit.SECONDS.sleep(1);
                save("portfolio", random.nextBoolean() ? "/api/v1" : "/api/v2");
            }
            default -> {
                second.askToEnd();
                TimeUnit.SECONDS.sleep(1); // still served, each answer says Connection: close
                secondServes = false;
                assertThat(second.awaitEnd()).isZero();
                second.startAgain();
                secondServes = true;
            }
        }
    }

    private void fault() {
        wellSince = Long.MAX_VALUE - RECOVERY_MILLIS;
    }

    private void wellAgain() {
        wellSince = System.currentTimeMillis();
    }

    private void save(String name, String rewrite) throws IOException {
        Path file = routes.resolve("." + name);
        Files.writeString(
                file,
                """
                <templatedRoutes xmlns="http://camel.apache.org/schema/xml-io">
                  <templatedRoute routeTemplateRef="backend" routeId="%1$s">
                    <parameter name="path"    value="/api/v1/%1$s"/>
                    <parameter name="rewrite" value="%2$s"/>
                    <parameter name="service" value="%1$s"/>
                    <parameter name="url"     value="{{%3$s_SERVICE_URL}}"/>
                  </templatedRoute>
                </templatedRoutes>
                """
                        .formatted(name, rewrite, name.toUpperCase(java.util.Locale.ROOT)),
                StandardCharsets.UTF_8);
        Files.move(file, routes.resolve(name + ".xml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, Long> counts(List<ChaosClient> clients) {
        Map<String, Long> all = new TreeMap<>();
        clients.forEach(client -> client.counts().forEach((what, count) -> all.merge(what, count, Long::sum)));
        return all;
    }
}
