package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contract 6.5 to 6.9 with services in Node.js and Python: two instances that are restarted, killed and stopped under load. nginx and HAProxy
 * meet the same, and what they do is written into the log beside it; only the gateway has to hold the promises. It runs the jar that
 * {@code ./mvnw package} has made.
 */
@Tag("chaos")
class BackendTrialsTest {

    private static final Logger LOG = LoggerFactory.getLogger(BackendTrialsTest.class);
    private static final int CLIENTS = 24;
    private static final int THRESHOLD = 5;

    private final Path folder;

    BackendTrialsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What stands between the clients and the service. */
    enum Front {
        GATEWAY,
        NGINX,
        HAPROXY
    }

    /** A front with its own Redis if it is the gateway. */
    private record Running(int port, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    private Running start(Front front, int first, int second) throws IOException {
        if (front != Front.GATEWAY) {
            ProxyProcess proxy = front == Front.NGINX
                    ? ProxyProcess.nginxBefore(folder, first, second)
                    : ProxyProcess.haproxyBefore(folder, first, second);
            return new Running(proxy.port(), proxy::close);
        }
        TestRedis redis = new TestRedis();
        GatewayProcess gateway = GatewayProcess.ofJar(
                        Files.createTempFile(folder, "gateway", ".log"),
                        Map.of(
                                "BUDGET_SERVICE_URL",
                                        "http://127.0.0.1:%d,http://127.0.0.1:%d".formatted(first, second),
                                "REDIS_URL", redis.url(),
                                "REQUEST_TIMEOUT", "3",
                                "RATE_LIMIT_PER_MINUTE", "10000000",
                                "RATE_LIMIT_PER_HOUR", "10000000"))
                .awaitReady();
        return new Running(gateway.port(), () -> {
            gateway.close();
            redis.close();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GATEWAY,NODE,GET", "GATEWAY,UVICORN,GET", "GATEWAY,NODE,POST", "GATEWAY,UVICORN,POST",
        "NGINX,NODE,GET", "NGINX,UVICORN,GET", "NGINX,NODE,POST", "NGINX,UVICORN,POST",
        "HAPROXY,NODE,GET", "HAPROXY,UVICORN,GET", "HAPROXY,NODE,POST", "HAPROXY,UVICORN,POST"
    })
    void gracefulRestartsFailNoGetAndRunNoPostTwice(Front front, ServiceProcess.Kind kind, String method)
            throws Exception {
        try (ServiceProcess first = new ServiceProcess(kind, folder);
                ServiceProcess second = new ServiceProcess(kind, folder);
                Running running = start(front, first.port(), second.port())) {
            CallingClients clients = new CallingClients(running.port(), method, CLIENTS, Duration.ZERO);
            awaitMore(clients, 2000);
            for (int i = 0; i < 2; i++) {
                first.restart();
                awaitMore(clients, 2000);
                second.restart();
                awaitMore(clients, 2000);
            }
            clients.end();
            LOG.info("{}, {}, four restarts, {}: {}", front, kind, method, clients.results());
            List<String> executed = new ArrayList<>(first.executed());
            executed.addAll(second.executed());
            LOG.info(
                    "executed {}, of them once {}",
                    executed.size(),
                    executed.stream().distinct().count());
            if (front == Front.GATEWAY) {
                assertThat(executed).doesNotHaveDuplicates();
                assertThat(clients.results()).doesNotContainKeys("503", "504");
                if (method.equals("GET")) {
                    assertThat(clients.results()).containsOnlyKeys("200");
                } else {
                    assertThat(failed(clients))
                            .as("only what was under way at an instance that ended")
                            .isLessThanOrEqualTo(CLIENTS * 4);
                }
            }
        }
    }

    private static void awaitMore(CallingClients clients, int count) {
        int before = clients.count();
        await().atMost(Duration.ofSeconds(60)).until(() -> clients.count() >= before + count);
    }

    private static long failed(CallingClients clients) {
        return clients.calls().stream().filter(call -> !call.succeeded()).count();
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsKilledCostsAtMostWhatWasUnderWayThere(Front front) throws Exception {
        try (ServiceProcess first = new ServiceProcess(ServiceProcess.Kind.NODE, folder);
                ServiceProcess second = new ServiceProcess(ServiceProcess.Kind.NODE, folder);
                Running running = start(front, first.port(), second.port())) {
            CallingClients clients = new CallingClients(running.port(), "GET", CLIENTS, Duration.ZERO);
            awaitMore(clients, 2000);
            first.kill();
            long killed = System.nanoTime();
            awaitMore(clients, 5000);
            await().until(() ->
                    System.nanoTime() - killed > Duration.ofSeconds(5).toNanos());
            clients.end();
            long late = clients.calls().stream()
                    .filter(call -> !call.succeeded() && call.endNanos() - killed > 1_000_000_000)
                    .count();
            LOG.info("{}, one killed: {}, failed later than 1 s: {}", front, clients.results(), late);
            if (front == Front.GATEWAY) {
                assertThat(failed(clients)).isLessThanOrEqualTo(CLIENTS);
                assertThat(late).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatHangsCostsAtMostTheThreshold(Front front) throws Exception {
        try (ServiceProcess first = new ServiceProcess(ServiceProcess.Kind.NODE, folder);
                ServiceProcess second = new ServiceProcess(ServiceProcess.Kind.NODE, folder);
                Running running = start(front, first.port(), second.port())) {
            CallingClients clients = new CallingClients(running.port(), "GET", CLIENTS, Duration.ZERO);
            awaitMore(clients, 2000);
            first.pause(true);
            long paused = System.nanoTime();
            await().atMost(Duration.ofSeconds(40))
                    .until(() ->
                            System.nanoTime() - paused > Duration.ofSeconds(25).toNanos());
            clients.end();
            LOG.info("{}, one hangs for 25 s: {}", front, clients.results());
            if (front == Front.GATEWAY) {
                assertThat(failed(clients)).isLessThanOrEqualTo(THRESHOLD);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatDropsSynsDelaysFewRequests(Front front) throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess second = new ServiceProcess(ServiceProcess.Kind.NODE, folder)) {
            List<Socket> waiting = fill(deaf);
            try (Running running = start(front, deaf.getLocalPort(), second.port())) {
                CallingClients clients = new CallingClients(running.port(), "GET", CLIENTS, Duration.ZERO);
                awaitMore(clients, 5000);
                long began = System.nanoTime();
                await().until(() ->
                        System.nanoTime() - began > Duration.ofSeconds(8).toNanos());
                clients.end();
                long slow = clients.calls().stream()
                        .filter(call -> call.took().toMillis() > 1000)
                        .count();
                LOG.info("{}, one drops SYNs: {}, over 1 s: {}", front, clients.results(), slow);
                if (front == Front.GATEWAY) {
                    assertThat(clients.results()).containsOnlyKeys("200");
                    assertThat(slow * 200).isLessThan(clients.count());
                }
            }
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void largeHeadsOfRedirectsFailNoRequest() throws Exception {
        try (RecordingBackend service = new RecordingBackend();
                Running running = start(Front.GATEWAY, service.port(), service.port())) {
            service.on("/api/v1/x", 302, "Location: /" + "x".repeat(15_000) + "\n", "");
            CallingClients clients = new CallingClients(running.port(), "GET", CLIENTS, Duration.ZERO);
            awaitMore(clients, 2000);
            clients.end();
            LOG.info("redirects with heads of 15 KB: {}", clients.results());
            assertThat(clients.results()).containsOnlyKeys("302");
        }
    }

    /** Fills the queue of connections that nobody accepts, so that the kernel drops further SYNs. */
    private static List<Socket> fill(ServerSocket listener) {
        List<Socket> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 300);
                waiting.add(socket);
            }
        } catch (IOException e) {
            return waiting; // it is full
        }
        throw new AssertionError("the kernel accepts every connection");
    }

    @ParameterizedTest
    @EnumSource
    void postsThatMeetTheEndOfIdleConnectionsOpenNoCircuit(Front front) throws Exception {
        try (ServiceProcess first = new ServiceProcess(ServiceProcess.Kind.UVICORN, folder);
                ServiceProcess second = new ServiceProcess(ServiceProcess.Kind.UVICORN, folder);
                Running running = start(front, first.port(), second.port())) {
            CallingClients clients = new CallingClients(running.port(), "POST", 40, Duration.ofMillis(995));
            await().atMost(Duration.ofMinutes(2)).until(() -> clients.count() >= 40 * 30);
            clients.end();
            LOG.info("{}, idle connections that end: {}", front, clients.results());
            if (front == Front.GATEWAY) {
                assertThat(clients.results()).doesNotContainKeys("503", "504");
                assertThat(failed(clients) * 1000).isLessThanOrEqualTo(clients.count());
                assertThat(first.executed()).doesNotHaveDuplicates();
            }
        }
    }
}
