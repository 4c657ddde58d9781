package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Contract 6.6: one broken endpoint keeps nobody from the others for longer than one recovery time-out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenEndpointContractTest {

    private RecordingBackend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "1")
                .start();
        for (String path : new String[] {"/broken", "/broken/7", "/br%6fken/7", "/broken;v=1"}) {
            backend.on("/api/v1" + path, 500, "", "");
        }
        for (int status : new int[] {501, 505, 599}) {
            backend.on("/api/v1/status/" + status, status, "", "");
        }
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private Http.Reply get(String service, String path) throws IOException {
        return Http.get(gateway.port(), "/api/v1/" + service + path, Tokens.bearer());
    }

    @Test
    void theOneWhoCallsABrokenEndpointKeepsNobodyFromTheOthers() throws IOException {
        String[] spellings = {"/broken", "/broken/7", "/br%6fken/7", "/broken;v=1"};
        for (int i = 0; i < 5; i++) {
            assertThat(get("budget", spellings[i % 4]).status()).isEqualTo(500);
        }
        assertThat(get("budget", "/ok").status()).as("contract 6.2").isEqualTo(503);

        // The attacker is first whenever a trial is possible, and never stops.
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    for (String spelling : spellings) {
                        get("budget", spelling);
                    }
                    return get("budget", "/ok").status() == 200;
                });
        for (int i = 0; i < 30; i++) {
            for (String spelling : spellings) {
                get("budget", spelling);
            }
            assertThat(get("budget", "/ok").status()).isEqualTo(200);
        }

        Http.Reply alone = get("budget", "/broken");
        assertThat(alone.status()).isEqualTo(503);
        assertThat(alone.value("Retry-After")).isEqualTo("1");
        assertThat(alone.text()).contains("Circuit breaker is OPEN");
        assertThat(Http.get(gateway.port(), "/api/v1/health/detailed").text()).contains("\"open_endpoints\":1");
        assertThat(Scrape.of(gateway).sum("gateway_circuit_endpoints_open", "service", "budget"))
                .isEqualTo(1);

        backend.on("/api/v1/broken", 200, "", "mended");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("budget", "/broken").text().equals("mended"));
        assertThat(get("budget", "/broken").status()).isEqualTo(200);
    }

    @Test
    void aStatusThatIsNotInTheSettingOpensNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            for (int status : new int[] {501, 505, 599}) {
                assertThat(get("portfolio", "/status/" + status).status()).isEqualTo(status);
            }
        }

        assertThat(get("portfolio", "/ok").status()).isEqualTo(200);
    }
}
