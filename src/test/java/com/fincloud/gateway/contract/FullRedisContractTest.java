package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 5.13: clients that fill the limiter's Redis give no token its life back. */
@ExtendWith(OutputCaptureExtension.class)
class FullRedisContractTest {

    private final String exp = Long.toString(Instant.now().getEpochSecond() + 600);
    private final RecordingBackend backend = new RecordingBackend();
    private TestRedis limits;
    private TestRedis revocations;

    @BeforeEach
    void start() {
        limits = new TestRedis("maxmemory-policy noeviction");
        revocations = new TestRedis("maxmemory-policy noeviction");
    }

    @AfterEach
    void stop() throws IOException {
        limits.close();
        revocations.close();
        backend.close();
    }

    private TestGateway.Builder gateway() {
        return TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "10000")
                .with("RATE_LIMIT_PER_HOUR", "10000")
                .with("REDIS_URL", limits.url());
    }

    private int status(TestGateway gateway, String id) throws IOException {
        String token = Tokens.sign("{\"sub\":\"42\",\"type\":\"access\",\"exp\":%s,\"jti\":\"%s\"}".formatted(exp, id));
        return Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: Bearer " + token)
                .status();
    }

    private static String health(TestGateway gateway) throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed").text();
    }

    /** Leaves the server no memory for anything. */
    private static void fill(TestRedis redis) {
        try (RedisClient client = RedisClient.create(redis.url())) {
            RedisCommands<String, String> commands = client.connect().sync();
            commands.configSet("maxmemory", "1");
        }
    }

    @Test
    void revocationsGoOnWhileTheLimitersRedisIsFull(CapturedOutput output) throws IOException {
        try (Issuer issuer = new Issuer(revocations.url());
                TestGateway gateway = gateway()
                        .with("REVOCATION_REDIS_URL", revocations.url())
                        .start()) {
            issuer.revoke("jti", "early", "exp", exp);
            await().until(() -> status(gateway, "early") == 401);
            await().until(() -> health(gateway).contains("\"rate_limiting\":\"redis\""));

            fill(limits);

            await().untilAsserted(() -> {
                assertThat(status(gateway, "other")).isEqualTo(200);
                assertThat(health(gateway))
                        .contains(
                                "\"status\":\"degraded\"", "\"error\":\"out of memory\"", "\"rate_limiting\":\"local\"")
                        .contains("\"revocations\":{\"status\":\"current\"")
                        .doesNotContain("takes no revocation");
            });
            assertThat(output.getOut()).contains("\"event\":\"Redis lost\"").contains("OOM command not allowed");
            assertThat(status(gateway, "early")).isEqualTo(401);
            issuer.revoke("jti", "late", "exp", exp);
            await().until(() -> status(gateway, "late") == 401);
        }
    }

    @Test
    void whereTheyShareARedisThatIsFullWhatIsKnownStaysAndHealthSaysSo() throws IOException {
        try (Issuer issuer = new Issuer(limits.url());
                TestGateway gateway =
                        gateway().with("RATE_LIMIT_ON_REDIS_FAILURE", "closed").start()) {
            issuer.revoke("jti", "early", "exp", exp);
            await().until(() -> status(gateway, "early") == 401);

            fill(limits);

            await().untilAsserted(() -> {
                assertThat(status(gateway, "early")).isIn(401, 503);
                assertThat(health(gateway)).contains("Redis takes no revocation: it is out of memory");
                assertThat(Http.get(gateway.port(), "/api/v1/health/ready").text())
                        .isEqualTo("{\"status\":\"not ready\",\"reason\":\"redis full\"}");
            });
        }
    }

    @Test
    void revocationsOfTheLimitersRedisDoNotCountWhereThereIsAnother() throws IOException {
        try (Issuer wrong = new Issuer(limits.url());
                Issuer issuer = new Issuer(revocations.url());
                TestGateway gateway = gateway()
                        .with("REVOCATION_REDIS_URL", revocations.url())
                        .start()) {
            wrong.revoke("jti", "a", "exp", exp);
            issuer.revoke("jti", "b", "exp", exp);

            await().until(() -> status(gateway, "b") == 401);
            assertThat(status(gateway, "a")).isEqualTo(200);
        }
    }
}
