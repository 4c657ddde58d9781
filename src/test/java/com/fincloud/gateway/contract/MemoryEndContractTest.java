package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When memory is out the process ends, also without an option of the JVM: an orchestrator starts it again. */
class MemoryEndContractTest {

    private static final int STATUS = 3;
    private static final String STEP = "<bean beanType=\"" + MemoryHog.class.getName() + "\" method=\"%s\"/>";

    private final Path folder;

    MemoryEndContractTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private GatewayProcess gateway(String steps) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(
                routes.resolve("eat.xml"),
                "<routes><route id=\"eat\"><from uri=\"platform-http:/api/v1/auth/login\"/>" + steps
                        + "</route></routes>");
        return GatewayProcess.withoutOptions(folder.resolve("log"), "96m", Map.of("ROUTES_DIR", routes.toString()))
                .awaitReady();
    }

    private static void ask(GatewayProcess gateway) {
        try {
            Http.get(gateway.port(), "/api/v1/auth/login");
        } catch (IOException e) {
            // it has ended
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "<doTry>%s<doCatch><exception>java.lang.Throwable</exception><setBody><constant>x</constant></setBody></doCatch></doTry>",
                "<wireTap uri=\"direct:tap\"/><setBody><constant>x</constant></setBody></route><route id=\"tap\"><from uri=\"direct:tap\"/>%s"
            })
    void aRequestThatTakesAllMemoryEndsTheProcess(String around) throws Exception {
        try (GatewayProcess gateway = gateway(around.formatted(STEP.formatted("eat")))) {
            ask(gateway);

            assertThat(gateway.awaitEnd()).isEqualTo(STATUS);
            assertThat(gateway.logLines())
                    .anyMatch(line -> line.startsWith("The gateway ends: java.lang.OutOfMemoryError"));
        }
    }

    @Test
    void aStackThatIsFullIsTheRequestsFailure() throws Exception {
        try (GatewayProcess gateway = gateway(STEP.formatted("fall(1)"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(Http.get(gateway.port(), "/api/v1/auth/login").status())
                        .isEqualTo(500);
            }
            assertThat(gateway.isAlive()).isTrue();
            await().untilAsserted(() -> assertThat(gateway.logLines()) // a line is written behind its request
                    .anyMatch(line -> line.contains("\"Request failed\"") && line.contains("/api/v1/auth/login")));
        }
    }
}
