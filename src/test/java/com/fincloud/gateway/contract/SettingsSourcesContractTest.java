package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Contract 1.4: a gateway with an {@code .env}, a secret in a file, and variables that have no effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsSourcesContractTest {

    private static final String SECRET = "pa$s \"w\\o'rd${JWT_ALGORITHM} {{x}} # 0123456789 \u00fc\u20ac";

    private GatewayProcess gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("jwt"), SECRET + "\n");
        Files.writeString(
                folder.resolve(".env"),
                """
                # a comment
                export NAME=dot
                SERVICE_NAME="${NAME}-${SUFFIX:-env}" # the name
                LOG_FORMAT=text
                RATE_LIMIT_ENABLED=false
                RATE_LIMIT_PER_MINUT=5
                GREETING='${NAME} {not} $5'
                """);
        Files.createDirectory(folder.resolve("routes"));
        Files.writeString(
                folder.resolve("routes/greeting.xml"),
                Command.plain(
                        "greeting",
                        "platform-http:/api/v1/greeting",
                        "<setBody><constant>{{GREETING}} {{SHOUT}}</constant></setBody>"));
        gateway = GatewayProcess.in(
                        folder,
                        folder.resolve("gateway.log"),
                        Map.of(
                                "JWT_SECRET_FILE", secret.toString(),
                                "LOG_FORMAT", "json",
                                "SHOUT", "${SERVICE_NAME}",
                                "SPRING_PROFILES_ACTIVE", "production",
                                "SERVER_PORT", "1"))
                .awaitReady();
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void dotEnvIsReadAsComposeReadsIt() throws IOException {
        assertThat(Http.get(gateway.port(), "/").text()).contains("\"service\":\"dot-env\"");
    }

    @Test
    void theEnvironmentComesBeforeDotEnv() throws IOException {
        assertThat(gateway.logLines()).allMatch(line -> line.startsWith("{"));
    }

    @Test
    void aSecretFromAFileVerifiesTokensAndIsNotLogged() throws IOException {
        String bearer = "Authorization: Bearer " + Tokens.access(42, "user", SECRET);

        assertThat(Http.get(gateway.port(), "/api/v1/nowhere", bearer).status()).isEqualTo(404);
        assertThat(String.join("\n", gateway.logLines())).doesNotContain("w\\o'rd", "default secret");
    }

    @Test
    void aVariableInARouteIsLiteral() throws IOException {
        String bearer = "Authorization: Bearer " + Tokens.access(42, "user", SECRET);

        assertThat(Http.get(gateway.port(), "/api/v1/greeting", bearer).text())
                .isEqualTo("${NAME} {not} $5 ${SERVICE_NAME}");
    }

    @Test
    void whatHasNoEffectIsAWarningThatNamesTheRightVariable() throws IOException {
        List<String> warnings = gateway.logLines().stream()
                .filter(line -> line.contains("\"event\":\"Setting without effect\""))
                .toList();

        assertThat(warnings)
                .hasSize(3)
                .anyMatch(line -> line.contains(
                        "RATE_LIMIT_PER_MINUT is no variable of the gateway: did you mean RATE_LIMIT_PER_MINUTE?"))
                .anyMatch(line -> line.contains("SPRING_PROFILES_ACTIVE has no effect: set ENVIRONMENT"))
                .anyMatch(line -> line.contains("SERVER_PORT has no effect: set SERVICE_PORT"));
    }
}
