package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sixty routes that read bodies, while their files change, with little heap and a small directory: what arrives is what was sent. */
@Tag("chaos")
class BodySpoolStressTest {

    private static final int ROUTES = 60;
    private static final int CLIENTS = 6;
    private static final int REQUESTS = 120;
    private static final int[] SIZES = {0, 10, 100 << 10, 100 << 10, 20 << 20};
    private static final String READ = "<validate><simple>${bodyAs(String)} != null</simple></validate>";

    private final Path folder;
    private final Path routes;
    private final Path bodies;
    private final Map<String, Set<String>> arrived = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private RecordingBackend backend;
    private TestRedis redis;
    private GatewayProcess gateway;

    BodySpoolStressTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.routes = Files.createDirectory(folder.resolve("routes"));
        this.bodies = Files.createDirectory(folder.resolve("bodies"));
    }

    @BeforeEach
    void start() throws IOException {
        backend = new RecordingBackend();
        redis = new TestRedis();
        backend.on("/echo", (request, socket, out) -> {
            backend.requests().clear();
            arrived.computeIfAbsent(String.valueOf(request.value("X-Request-ID")), any -> ConcurrentHashMap.newKeySet())
                    .add(digest(request.body()));
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: " + request.body().length + "\n\n"));
            out.write(request.body());
        });
        backend.on("/fail", 500, "", "no");
        for (int i = 0; i < ROUTES; i++) {
            write(i, 0);
        }
        gateway = GatewayProcess.withoutOptions(
                        folder.resolve("log"),
                        "256m",
                        Map.of(
                                "ROUTES_DIR",
                                routes.toString(),
                                "REDIS_URL",
                                redis.url(),
                                "RATE_LIMIT_ENABLED",
                                "false",
                                "CIRCUIT_BREAKER_STATUSES",
                                "none",
                                "BODY_SPOOL_DIR",
                                bodies.toString(),
                                "BODY_SPOOL_MAX",
                                "48MB"))
                .awaitReady();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        redis.close();
        backend.close();
    }

    private void write(int number, int version) throws IOException {
        String echo = "<to uri=\"http:bodies?url=" + backend.url() + "&amp;path=/echo\"/>";
        String fails = echo.replace("/echo", "/fail&amp;throwExceptionOnFailure=true");
        String tap = "<multicast parallelProcessing=\"true\">" + echo + READ + echo + "</multicast>";
        List<String> kinds = List.of(
                echo,
                READ + echo,
                "<convertBodyTo type=\"byte[]\"/>" + echo,
                "<multicast>" + echo + echo + "</multicast>",
                tap,
                "<doTry>" + fails + "<doCatch><exception>java.lang.Exception</exception>" + echo + "</doCatch></doTry>",
                "<loadBalance><failoverLoadBalancer/>" + fails + echo + "</loadBalance>",
                "<loop copy=\"true\"><constant>2</constant>" + echo + "</loop>",
                "<setProperty name=\"b\"><simple>${body}</simple></setProperty>" + echo
                        + "<setBody><exchangeProperty>b</exchangeProperty></setBody>" + echo,
                "<circuitBreaker>" + fails + "<onFallback>" + echo + "</onFallback></circuitBreaker>");
        Path next = folder.resolve("next.xml");
        Files.writeString(
                next,
                "<routes><!-- " + version + " --><route id=\"s" + number
                        + "\"><routeProperty key=\"maxBody\" value=\"30MB\"/>"
                        + "<from uri=\"platform-http:/api/v1/s/" + number + "\"/>" + kinds.get(number % kinds.size())
                        + "</route></routes>");
        Files.move(next, routes.resolve("s" + number + ".xml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** Sends requests one after the other. Returns what went wrong; null if nothing has. */
    private @Nullable String client(int seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            byte[] body = new byte[SIZES[random.nextInt(SIZES.length)]];
            for (int at = 0; at < body.length; at++) {
                body[at] = (byte) ('a' + random.nextInt(26));
            }
            int route = random.nextInt(ROUTES);
            String id = UUID.randomUUID().toString();
            Http.Reply reply = random.nextBoolean() ? chunked(route, id, body) : known(route, id, body);
            String fault = fault(reply, body, arrived.getOrDefault(id, Set.of()));
            if (fault != null) {
                return "route " + route + ", " + body.length + " bytes: " + fault;
            }
        }
        return null;
    }

    private @Nullable String fault(Http.Reply reply, byte[] body, Set<String> digests) throws Exception {
        for (String digest : digests) {
            if (!digest.equals(digest(body))) {
                return "other bytes have arrived";
            }
        }
        if (reply.status() == 503 && "1".equals(reply.value("Retry-After"))) {
            refused.incrementAndGet();
            return null;
        }
        if (reply.status() != 200) {
            return reply.head() + reply.text();
        }
        return Arrays.equals(reply.body(), body) && !digests.isEmpty() ? null : "another answer";
    }

    private Http.Reply known(int route, String id, byte[] body) throws IOException {
        return Http.send(gateway.port(), "POST", "/api/v1/s/" + route, body, Tokens.bearer(), "X-Request-ID: " + id);
    }

    private Http.Reply chunked(int route, String id, byte[] body) throws IOException {
        try (Http http = new Http(gateway.port())) {
            http.write("POST /api/v1/s/" + route + " HTTP/1.1\r\nHost: gateway.example\r\n" + Tokens.bearer()
                    + "\r\nX-Request-ID: " + id + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            try {
                for (int at = 0; at < body.length; at += 60_000) {
                    byte[] piece = Arrays.copyOfRange(body, at, Math.min(body.length, at + 60_000));
                    http.write(Integer.toHexString(piece.length) + "\r\n");
                    http.write(piece);
                    http.write("\r\n");
                }
                http.write("0\r\n\r\n");
            } catch (SocketException e) {
                // refused early; the answer can be read
            }
            return http.read("POST");
        }
    }

    @Test
    void whatArrivesIsWhatWasSent() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<@Nullable String>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                running.add(clients.submit(() -> client(seed)));
            }
            for (int version = 1; running.stream().anyMatch(client -> !client.isDone()); version++) {
                write(version % ROUTES, version);
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            }
            for (Future<@Nullable String> client : running) {
                assertThat(client.get()).isNull();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(refused.get()).isLessThan(CLIENTS * REQUESTS / 2);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(gateway.metric("gateway_body_spool_files")).isZero());
        try (Stream<Path> left = Files.list(bodies)) {
            assertThat(left).isEmpty();
        }
        assertThat(gateway.logLines()).noneMatch(line -> line.contains("OutOfMemoryError"));
    }
}
