package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract 5.8: what happens to requests, health and metrics while Redis is away, and when it is back. */
class RedisLossContractTest {

    private RecordingBackend backend;
    private TestRedis redis;

    @BeforeEach
    void start() {
        backend = new RecordingBackend();
        redis = new TestRedis();
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
        backend.close();
    }

    private TestGateway gateway(String onFailure) {
        TestGateway gateway = TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "1000")
                .with("RATE_LIMIT_PER_HOUR", "1000")
                .with("RATE_LIMIT_ON_REDIS_FAILURE", onFailure)
                .with("REDIS_URL", redis.url())
                .start();
        RateLimitContractTest.awaitRedis(gateway);
        return gateway;
    }

    private static Http.Reply call(TestGateway gateway, long user) throws IOException {
        return Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer(user, "user"));
    }

    @Test
    void noRequestFailsWhileRedisGoesAndComesBack() throws Exception {
        try (TestGateway gateway = gateway("local")) {
            ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
            AtomicBoolean done = new AtomicBoolean();
            Thread client = new Thread(() -> {
                for (long user = 1; !done.get(); user++) {
                    try {
                        statuses.add(call(gateway, user).status());
                    } catch (IOException e) {
                        statuses.add(0);
                    }
                }
            });
            client.start();
            await().until(() -> statuses.size() > 20);

            redis.stop();
            await().untilAsserted(() -> assertThat(detailed(gateway))
                    .contains(
                            "\"status\":\"degraded\"",
                            "\"redis\":{\"status\":\"unhealthy\",\"rate_limiting\":\"local\"}"));
            assertThat(Http.get(gateway.port(), "/api/v1/health/ready").status())
                    .isEqualTo(200);
            redis.start();
            RateLimitContractTest.awaitRedis(gateway);

            done.set(true);
            client.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(statuses).containsOnly(200);
            assertThat(Http.get(gateway.managementPort(), "/actuator/prometheus")
                            .text())
                    .containsPattern(
                            "gateway_limiter_decisions_total\\{decision=\"allowed\",degraded=\"true\",.*route=\"budget\"");
        }
    }

    @Test
    void theLocalFallbackCountsLikeRedisWould() throws IOException {
        redis.stop();
        try (TestGateway gateway = TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "3")
                .with("REDIS_URL", redis.url())
                .start()) {
            for (int i = 2; i >= 0; i--) {
                assertThat(call(gateway, 7).value("X-RateLimit-Remaining-Minute"))
                        .isEqualTo(Integer.toString(i));
            }
            assertThat(call(gateway, 7).status()).isEqualTo(429);
            assertThat(call(gateway, 8).status()).isEqualTo(200);
        }
        redis.start();
    }

    @Test
    void openAdmitsEveryRequest() throws IOException {
        try (TestGateway gateway = gateway("open")) {
            redis.stop();
            for (int i = 0; i < 5; i++) {
                assertThat(call(gateway, 7).status()).isEqualTo(200);
            }
            redis.start();
        }
    }

    @Test
    void closedRefusesLimitedRequestsAndIsNotReady() throws IOException {
        try (TestGateway gateway = gateway("closed")) {
            redis.stop();
            await().untilAsserted(() -> assertThat(call(gateway, 7).status()).isEqualTo(503));

            Http.Reply reply = call(gateway, 7);

            assertThat(reply.text()).isEqualTo("{\"detail\":\"Rate limiting is unavailable\"}");
            assertThat(reply.value("Retry-After")).isEqualTo("1");
            assertThat(reply.value("X-RateLimit-Limit-Minute")).isEqualTo("1000");
            assertThat(reply.value("X-RateLimit-Remaining-Minute")).isEqualTo("0");
            assertThat(Http.get(gateway.port(), "/api/v1/health/ready").text())
                    .isEqualTo("{\"status\":\"not ready\",\"reason\":\"redis unavailable\"}");
            assertThat(Http.get(gateway.port(), "/health").status()).isEqualTo(200);
            redis.start();
            await().untilAsserted(() -> assertThat(call(gateway, 7).status()).isEqualTo(200));
        }
    }

    private static String detailed(TestGateway gateway) throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed").text();
    }
}
