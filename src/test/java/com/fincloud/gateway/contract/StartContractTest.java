package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 1.2 and 1.3: what a start says of its settings, and what it does without its neighbours. */
@ExtendWith(OutputCaptureExtension.class)
class StartContractTest {

    @Test
    void aSettingThatProductionRefusesIsAWarningElsewhere(CapturedOutput output) {
        try (TestGateway gateway =
                TestGateway.builder().with("CORS_ORIGINS", "*").start()) {
            assertThat(gateway.port()).isPositive();
        }

        assertThat(output.getOut().lines().filter(line -> line.contains("\"event\":\"Unsafe setting\"")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"level\":\"warn\""))
                .anyMatch(line -> line.contains("JWT_SECRET: it is the default secret"))
                .anyMatch(line -> line.contains("CORS_ORIGINS: any site"));
    }

    @Test
    void backendsAndRedisThatAreDownDoNotKeepItFromStarting() throws Exception {
        try (TestGateway gateway = TestGateway.builder()
                .with("RATE_LIMIT_ENABLED", "true")
                .with("REDIS_URL", "redis://127.0.0.1:1/0")
                .with("BUDGET_SERVICE_URL", "http://127.0.0.1:1")
                .start()) {
            assertThat(Http.get(gateway.port(), "/api/v1/health/ready").status())
                    .isEqualTo(200);
            assertThat(Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer())
                            .status())
                    .isEqualTo(503);
        }
    }
}
