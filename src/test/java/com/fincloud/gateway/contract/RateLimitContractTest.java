package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contract 5, over two gateways that share one Redis. */
class RateLimitContractTest {

    private static final int LIMIT = 10;
    private static final String POLICY = "\"minute\";q=10;w=60, \"hour\";q=25;w=3600";
    private static final AtomicLong USERS = new AtomicLong(1000);

    private static RecordingBackend backend;
    private static TestRedis redis;
    private static TestGateway gateway;
    private static TestGateway other;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        redis = new TestRedis();
        gateway = limited(backend, redis).start();
        other = limited(backend, redis).start();
        awaitRedis(gateway);
        awaitRedis(other);
    }

    private static TestGateway.Builder limited(RecordingBackend backend, TestRedis redis) {
        return TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", Integer.toString(LIMIT))
                .with("RATE_LIMIT_PER_HOUR", "25")
                .with("TRUSTED_PROXIES", "127.0.0.0/8")
                .with("REDIS_URL", redis.url());
    }

    static void awaitRedis(TestGateway gateway) {
        await().ignoreExceptions().untilAsserted(() -> assertThat(
                        Http.get(gateway.port(), "/api/v1/health/detailed").text())
                .contains("\"redis\":{\"status\":\"healthy\""));
    }

    @AfterAll
    static void stop() throws IOException {
        other.close();
        gateway.close();
        redis.close();
        backend.close();
    }

    private static Http.Reply call(TestGateway target, long user) throws IOException {
        return Http.get(target.port(), "/api/v1/budget/x", Tokens.bearer(user, "user"));
    }

    private static Http.Reply from(String address, String path, String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "X-Forwarded-For: " + address;
        return Http.get(gateway.port(), path, all);
    }

    @Test
    void theRequestAfterTheLastOneIsRefusedAndSaysWhenToComeBack() throws IOException {
        long user = USERS.incrementAndGet();
        for (int i = 1; i <= LIMIT; i++) {
            Http.Reply reply = call(gateway, user);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.value("X-RateLimit-Limit-Minute")).isEqualTo("10");
            assertThat(reply.value("X-RateLimit-Remaining-Minute")).isEqualTo(Integer.toString(LIMIT - i));
            assertThat(reply.value("X-RateLimit-Limit-Hour")).isEqualTo("25");
            assertThat(reply.value("X-RateLimit-Remaining-Hour")).isEqualTo(Integer.toString(25 - i));
        }

        Http.Reply refused = call(gateway, user);

        long now = Instant.now().getEpochSecond();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).isEqualTo("{\"detail\":\"Rate limit exceeded: 10 requests per minute\"}");
        assertThat(refused.value("X-RateLimit-Limit")).isEqualTo("10");
        assertThat(refused.value("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(refused.value("X-RateLimit-Remaining-Minute")).isEqualTo("0");
        assertThat(Long.parseLong(String.valueOf(refused.value("Retry-After")))).isBetween(50L, 60L);
        assertThat(Long.parseLong(String.valueOf(refused.value("X-RateLimit-Reset"))))
                .isBetween(now + 50, now + 61);
    }

    @Test
    void everyLimitedAnswerCarriesBothFamiliesOfFieldsWithTheSameFigures() throws IOException {
        long user = USERS.incrementAndGet();
        Http.Reply first = call(gateway, user);
        for (int i = 1; i < LIMIT; i++) {
            call(gateway, user);
        }
        Http.Reply unknown = from("10.4.0.1", "/nowhere");
        Http.Reply failed = from("10.4.0.2", "/api/v1/budget/x", "Authorization: Bearer guess");
        backend.on("/api/v1/failing", 503, "", "no");
        Http.Reply unavailable =
                Http.get(gateway.port(), "/api/v1/budget/failing", Tokens.bearer(USERS.incrementAndGet(), "user"));
        Http.Reply refused = call(other, user);

        for (Http.Reply reply : List.of(first, unknown, failed, unavailable, refused)) {
            assertThat(reply.values("RateLimit-Policy")).isEqualTo(List.of(POLICY));
            assertThat(reply.value("RateLimit"))
                    .startsWith("\"minute\";r=" + reply.value("X-RateLimit-Remaining-Minute") + ";t=")
                    .contains(", \"hour\";r=" + reply.value("X-RateLimit-Remaining-Hour"));
        }
        assertThat(List.of(first.status(), unknown.status(), failed.status(), unavailable.status(), refused.status()))
                .isEqualTo(List.of(200, 401, 401, 503, 429));
        // the hour has room: a time for it would be later than Retry-After
        assertThat(refused.value("RateLimit"))
                .isEqualTo("\"minute\";r=0;t=" + refused.value("Retry-After") + ", \"hour\";r=15");
        assertThat(from("10.4.0.3", "/health").value("RateLimit")).isNull();
    }

    @Test
    void twoInstancesShareOneBudgetExactly() throws Exception {
        long user = USERS.incrementAndGet();
        ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 40; i++) {
            TestGateway target = i % 2 == 0 ? gateway : other;
            clients.execute(() -> {
                try {
                    statuses.add(call(target, user).status());
                } catch (IOException e) {
                    statuses.add(0);
                }
            });
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        assertThat(statuses).hasSize(40).containsOnly(200, 429);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(LIMIT);
    }

    @Test
    void usersAreCountedApartWhateverTheirAddress() throws IOException {
        long user = USERS.incrementAndGet();
        for (int i = 0; i < LIMIT; i++) {
            from("10.9.0." + i, "/api/v1/budget/x", Tokens.bearer(user, "user"));
        }

        assertThat(call(gateway, user).status()).isEqualTo(429);
        assertThat(call(gateway, USERS.incrementAndGet()).status()).isEqualTo(200);
    }

    @Test
    void guessingTokensEndsIn429() throws IOException {
        Http.Reply first = from("10.1.0.1", "/api/v1/budget/x", "Authorization: Bearer guess");
        assertThat(first.status()).isEqualTo(401);
        assertThat(first.value("X-RateLimit-Remaining-Minute")).isEqualTo("9");
        for (int i = 1; i < LIMIT; i++) {
            assertThat(from("10.1.0.1", "/nowhere").status()).isEqualTo(401);
        }

        assertThat(from("10.1.0.1", "/api/v1/budget/x", "Authorization: Bearer guess")
                        .status())
                .isEqualTo(429);
        assertThat(from("10.1.0.2", "/api/v1/budget/x").status()).isEqualTo(401);
    }

    @Test
    void healthAndPreflightsAreNeitherLimitedNorCounted() throws IOException {
        for (int i = 0; i < LIMIT + 5; i++) {
            assertThat(from("10.2.0.1", "/health").status()).isEqualTo(200);
            assertThat(from("10.2.0.1", "/api/v1/health/live").status()).isEqualTo(200);
            assertThat(Http.send(
                                    gateway.port(),
                                    "OPTIONS",
                                    "/api/v1/budget/x",
                                    null,
                                    "X-Forwarded-For: 10.2.0.1",
                                    "Origin: http://localhost:3000",
                                    "Access-Control-Request-Method: GET")
                            .status())
                    .isEqualTo(200);
        }

        Http.Reply reply = from("10.2.0.1", "/api/v1/status");
        assertThat(reply.value("X-RateLimit-Remaining-Minute")).isEqualTo("9");
        assertThat(from("10.2.0.1", "/health").value("X-RateLimit-Limit-Minute"))
                .isNull();
    }

    @Test
    void aBackendsOwnLimitHeadersDoNotOverwriteTheGateways() throws IOException {
        backend.on(
                "/api/v1/own",
                200,
                "X-RateLimit-Limit-Minute: 7\nx-ratelimit-remaining-hour: 7\nratelimit: \"own\";r=7\n"
                        + "RateLimit-Policy: \"own\";q=7\n",
                "ok");

        Http.Reply reply =
                Http.get(gateway.port(), "/api/v1/budget/own", Tokens.bearer(USERS.incrementAndGet(), "user"));

        assertThat(reply.values("X-RateLimit-Limit-Minute")).isEqualTo(List.of("10"));
        assertThat(reply.values("X-RateLimit-Remaining-Hour")).isEqualTo(List.of("24"));
        assertThat(reply.values("RateLimit")).isEqualTo(List.of("\"minute\";r=9;t=60, \"hour\";r=24;t=3600"));
        assertThat(reply.values("RateLimit-Policy")).isEqualTo(List.of(POLICY));
    }

    @Test
    void theNearestUntrustedHopIsTheClient() throws IOException {
        for (int i = 0; i < LIMIT; i++) {
            from("1.2.3." + i + ", 10.3.0.1, 127.0.0.9", "/api/v1/status");
        }

        assertThat(from("10.3.0.1", "/api/v1/status").status()).isEqualTo(429);
        assertThat(from("1.2.3.4", "/api/v1/status").status()).isEqualTo(200);
    }
}
