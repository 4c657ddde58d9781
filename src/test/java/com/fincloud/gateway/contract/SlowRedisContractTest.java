package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 5.8: a Redis that answers in 150 to 250 ms is lost once, and back once when it is well again. */
@ExtendWith(OutputCaptureExtension.class)
class SlowRedisContractTest {

    private static long count(CapturedOutput output, String event) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .count();
    }

    @Test
    void aSlowRedisIsLostOnceAndBackOnce(CapturedOutput output) throws IOException {
        try (TestRedis redis = new TestRedis();
                SlowRelay relay = new SlowRelay(URI.create(redis.url()).getPort());
                RecordingBackend backend = new RecordingBackend();
                TestGateway gateway = TestGateway.builder()
                        .backend(backend)
                        .with("RATE_LIMIT_ENABLED", "true")
                        .with("RATE_LIMIT_PER_MINUTE", "100000")
                        .with("RATE_LIMIT_PER_HOUR", "100000")
                        .with("REDIS_URL", "redis://127.0.0.1:" + relay.port() + "/4")
                        .with("REVOCATION_REDIS_URL", redis.url())
                        .start()) {
            await().until(() -> count(output, "Redis connected") == 1);

            relay.delay(150, 250);
            long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
            while (System.nanoTime() < end) {
                assertThat(Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer())
                                .status())
                        .isEqualTo(200);
            }
            assertThat(count(output, "Redis lost")).isEqualTo(1);
            assertThat(count(output, "Redis back")).isZero();

            relay.delay(0, 0);
            await().atMost(Duration.ofSeconds(20)).until(() -> count(output, "Redis back") == 1);
            assertThat(count(output, "Redis lost")).isEqualTo(1);
        }
    }
}
