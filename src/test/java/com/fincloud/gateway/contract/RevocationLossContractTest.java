package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 4.6 and 1.3 while Redis is away: what is known stays, health says so, and what was missed is made up for. */
@ExtendWith(OutputCaptureExtension.class)
class RevocationLossContractTest {

    private final String exp = Long.toString(Instant.now().getEpochSecond() + 600);

    private RecordingBackend backend;
    private TestRedis redis;
    private Issuer issuer;

    @BeforeEach
    void start() {
        backend = new RecordingBackend();
        redis = new TestRedis();
        issuer = new Issuer(redis.url());
    }

    @AfterEach
    void stop() throws IOException {
        issuer.close();
        redis.close();
        backend.close();
    }

    private TestGateway gateway() {
        return TestGateway.builder()
                .backend(backend)
                .with("REDIS_URL", redis.url())
                .start();
    }

    private String token(String id) {
        return Tokens.sign("{\"sub\":\"42\",\"type\":\"access\",\"exp\":%s,\"jti\":\"%s\"}".formatted(exp, id));
    }

    private static int status(TestGateway gateway, String token) throws IOException {
        return Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: Bearer " + token)
                .status();
    }

    private static void awaitHealth(TestGateway gateway, String total, String revocations) {
        await().untilAsserted(() -> assertThat(
                        Http.get(gateway.port(), "/api/v1/health/detailed").text())
                .contains("\"status\":\"" + total + "\"", "\"revocations\":{\"status\":\"" + revocations + "\""));
    }

    private static long count(CapturedOutput output, String event) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .count();
    }

    @Test
    void whatIsKnownHoldsWhileRedisIsAwayAndWhatWasMissedIsMadeUpFor(CapturedOutput output) throws IOException {
        try (TestGateway gateway = gateway()) {
            issuer.revoke("jti", "early", "exp", exp);
            await().until(() -> status(gateway, token("early")) == 401);
            awaitHealth(gateway, "healthy", "current");

            redis.stop();

            awaitHealth(gateway, "degraded", "last_known");
            assertThat(status(gateway, token("early"))).isEqualTo(401);
            assertThat(status(gateway, token("late"))).isEqualTo(200);
            assertThat(Http.get(gateway.port(), "/api/v1/health/ready").status())
                    .isEqualTo(200);

            redis.start(); // it has forgotten everything
            issuer.writeEarly("jti", "late", "exp", exp);

            await().until(() -> status(gateway, token("late")) == 401);
            awaitHealth(gateway, "healthy", "current");
            assertThat(status(gateway, token("early"))).isEqualTo(401);
            await().until(() -> issuer.publish(new byte[0]) == 1);
            assertThat(count(output, "Revocations lost")).isEqualTo(1);
            assertThat(count(output, "Revocations back")).isEqualTo(1);
        }
    }

    @Test
    void theGatewayStartsWithoutRedisAndReadsWhenItComes(CapturedOutput output) throws IOException {
        redis.stop();
        try (TestGateway gateway = gateway()) {
            assertThat(status(gateway, token("one"))).isEqualTo(200);
            awaitHealth(gateway, "healthy", "unknown");
            assertThat(Http.get(gateway.port(), "/api/v1/health/ready").status())
                    .isEqualTo(200);

            redis.start();
            issuer.writeOnly("jti", "one", "exp", exp);

            await().until(() -> status(gateway, token("one")) == 401);
            await().until(() -> issuer.publish(new byte[0]) == 1);
            assertThat(count(output, "Revocations lost")).isEqualTo(1);
        }
    }

    @Test
    void aKeyThatIsNoStreamIsALossUntilItGoes() throws IOException {
        byte[] key = Issuer.bytes("gateway:revoked");
        try (TestGateway gateway = gateway()) {
            issuer.redis(redis -> redis.set(key, key));
            awaitHealth(gateway, "degraded", "last_known");

            issuer.redis(redis -> redis.del(key));

            awaitHealth(gateway, "healthy", "current");
        }
    }
}
