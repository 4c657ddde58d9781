package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract 5.1, 5.8 and 4.6 while a replica takes over from a Redis master that was killed. */
class RedisFailoverContractTest {

    private static final int LIMIT = 40;
    private static final Duration DEAD_AFTER = Duration.ofMillis(700);

    private final Path folder;

    RedisFailoverContractTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void noRequestFailsAndTheLimitHoldsWhenSentinelsFailOver() throws Exception {
        try (RedisGroup redis = new RedisSentinels(folder, DEAD_AFTER)) {
            killTheMaster(redis);
        }
    }

    @Test
    void noRequestFailsAndTheLimitHoldsWhenAClusterFailsOver() throws Exception {
        try (RedisGroup redis = new RedisCluster(folder, DEAD_AFTER)) {
            killTheMaster(redis);
        }
    }

    private void killTheMaster(RedisGroup redis) throws IOException {
        try (RecordingBackend backend = new RecordingBackend();
                TestGateway gateway = TestGateway.builder()
                        .backend(backend)
                        .with("RATE_LIMIT_ENABLED", "true")
                        .with("RATE_LIMIT_PER_MINUTE", Integer.toString(LIMIT))
                        .with("REDIS_URL", redis.url())
                        .start()) {
            RateLimitContractTest.awaitRedis(gateway);
            RedisNode master = redis.master("user:1");
            try (LimitedUsers users = new LimitedUsers(gateway::port, 4, Duration.ofMillis(40))) {
                await().until(() -> users.fewest() >= LIMIT / 4);

                master.kill();

                await().until(() -> detailed(gateway).contains("\"redis\":{\"status\":\"unhealthy\""));
                await().until(() -> detailed(gateway).contains("\"redis\":{\"status\":\"healthy\""));
                await().ignoreExceptions()
                        .until(() -> redis.master("user:1") != master); // the first node asked may hear of it last
                await().until(() -> users.requests() > 4 * 3 * LIMIT / 2);
                users.stop();

                assertThat(users.counts()).containsOnlyKeys("200", "429");
                assertThat(users.most()).isEqualTo(LIMIT);
                assertThat(users.fewest()).isEqualTo(LIMIT);
            }
            aRevocationIsHeardOf(redis, gateway);
        }
    }

    private static void aRevocationIsHeardOf(RedisGroup redis, TestGateway gateway) throws IOException {
        String exp = Long.toString(Instant.now().getEpochSecond() + 600);
        String token = "Authorization: Bearer "
                + Tokens.sign("{\"sub\":\"42\",\"type\":\"access\",\"exp\":%s,\"jti\":\"one\"}".formatted(exp));
        assertThat(Http.get(gateway.port(), "/api/v1/budget/x", token).status()).isEqualTo(200);

        await().ignoreExceptions().until(() -> redis.revoke("one", exp));

        await().until(() -> Http.get(gateway.port(), "/api/v1/budget/x", token).status() == 401);
    }

    private static String detailed(TestGateway gateway) throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed").text();
    }
}
