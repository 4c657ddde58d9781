package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 1.1 and 1.4: variables are literal, and a start that fails ends in one line that shows no secret. */
class FailedStartContractTest {

    private static final String SECRET = "SUPERSECRET${abc}#{x}{{JWT_SECRET}}$$\\n'\"} 0123456789";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private List<String> failedStart(String... variables) throws Exception {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        try (GatewayProcess gateway = new GatewayProcess(folder.resolve("gateway.log"), "128m", all)) {
            assertThat(gateway.awaitEnd()).isEqualTo(1);
            return gateway.logLines();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    REDIS_URL          | redis://:pa${x}SUPERSECRET@h:99999
                    REDIS_URL          | redis://:pa{{x}}SUPERSECRET
                    REDIS_URL          | redis://user:SUPERSECRET
                    BUDGET_SERVICE_URL | http://u:SUPERSECRET@${h}/
                    BUDGET_SERVICE_URL | http://h/?key=SUPERSECRET
                    SERVICE_PORT       | ${SECRET_PORT}
                    LOG_LEVEL          | #{1}
                    """)
    void aRefusedValueIsNeitherExpandedNorShownWithASecret(String name, String value) throws Exception {
        List<String> lines = failedStart(name, value, "JWT_SECRET", SECRET, "SECRET_PORT", "9000", "x", "y", "h", "z");

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("The gateway does not start: " + name + "=");
        assertThat(lines.get(0)).doesNotContain("SUPERSECRET", "9000");
    }

    @Test
    void aPortInUseIsOneLineAtTheEnd() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            List<String> lines = failedStart(
                    "SERVICE_PORT",
                    Integer.toString(taken.getLocalPort()),
                    "JWT_SECRET",
                    SECRET,
                    "REDIS_URL",
                    "redis://:SUPERSECRET@127.0.0.1:1");

            assertThat(lines.get(lines.size() - 1))
                    .startsWith("The gateway does not start: SERVICE_PORT=" + taken.getLocalPort() + " is taken");
            assertThat(String.join("\n", lines)).doesNotContain("SUPERSECRET", "\tat ", "\\tat ");
        }
    }

    @Test
    void aSecretWithPlaceholdersInItIsTheSecretThatVerifies() throws IOException {
        Map<String, String> variables = Map.of("JWT_SECRET", SECRET, "RATE_LIMIT_ENABLED", "false", "abc", "other");
        try (GatewayProcess gateway =
                new GatewayProcess(folder.resolve("gateway.log"), "128m", variables).awaitReady()) {
            String token = Tokens.access(42, "user", SECRET);

            assertThat(Http.get(gateway.port(), "/api/v1/nowhere", "Authorization: Bearer " + token)
                            .status())
                    .isEqualTo(404);
            assertThat(String.join("\n", gateway.logLines())).doesNotContain("SUPERSECRET");
        }
    }
}
