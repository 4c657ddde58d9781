package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.FreePort;
import com.fincloud.gateway.GatewayApplication;
import com.fincloud.gateway.QuickJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 1.1, 1.2 and 11.1: a process of its own, its messages and its exit status. */
class ProcessContractTest {

    private final Path folder;

    ProcessContractTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Process start(Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(QuickJvm.OPTIONS);
        command.add(0, ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(
                "-Xmx128m",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                GatewayApplication.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        GatewayProcess.clean(builder.environment());
        builder.environment().put("API_DOCS_REFRESH", "0");
        builder.environment().putAll(variables);
        return builder.start();
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVICE_PORT=eighty | SERVICE_PORT=eighty is not usable | a port",
                "BUDGET_SERVICE_URL=budget:8001 | BUDGET_SERVICE_URL=budget:8001 is not usable | http",
                "JWT_ALGORITHM=HS257 | JWT_ALGORITHM=HS257 is not usable | HS256",
                "ENVIRONMENT=production | JWT_SECRET=(secret) is not usable | default secret",
                "REDIS_URL=redis://:hunter2@host:port/x | REDIS_URL=redis://***@host:port/x | redis://"
            })
    void aValueThatIsNotAcceptedStopsTheStart(String variable, String problem, String accepted) throws Exception {
        String[] parts = variable.split("=", 2);

        Process gateway = start(Map.of(parts[0], parts[1]));

        assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isEqualTo(1);
        assertThat(text("err")).contains(problem, accepted).doesNotContain("hunter2", "\tat ");
    }

    @Test
    void validateEndsWithStatus1WhenAFileIsBrokenAndOpensNoPort() throws Exception {
        Files.writeString(folder.resolve("x.xml"), "<routes>\n  <rout/>\n</routes>", StandardCharsets.UTF_8);

        Process command = start(Map.of("SERVICE_PORT", "1"), "validate", folder.toString());

        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(text("out"))
                .startsWith(folder.resolve("x.xml") + ":2:3: error: ")
                .contains("'route'");
        assertThat(text("err")).isEmpty();
        assertThat(command.exitValue()).isEqualTo(1);
    }

    @Test
    void anUnknownCommandEndsWithStatus2() throws Exception {
        Process command = start(Map.of(), "serve");

        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(text("err")).contains("unknown command 'serve'", "usage:");
        assertThat(command.exitValue()).isEqualTo(2);
    }

    @Test
    void sigtermLetsRequestsInFlightFinishAndEndsWithStatus0() throws Exception {
        int port = FreePort.next();
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (RecordingBackend backend = new RecordingBackend()) {
            backend.on("/api/v1/slow", (request, socket, out) -> {
                arrived.countDown();
                release.await(20, TimeUnit.SECONDS);
                out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 4\n\ndone"));
            });
            Process gateway = start(Map.of(
                    "SERVICE_PORT", Integer.toString(port),
                    "MANAGEMENT_PORT", "0",
                    "RATE_LIMIT_ENABLED", "false",
                    "SHUTDOWN_DELAY", "2",
                    "BUDGET_SERVICE_URL", backend.url()));
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> Http.get(port, "/api/v1/health/ready").status() == 200);
            try (Http slow = new Http(port)) {
                slow.write("GET /api/v1/budget/slow HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
                assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

                gateway.destroy();

                await().ignoreExceptions().until(() -> Http.get(port, "/api/v1/health/ready")
                        .text()
                        .equals("{\"status\":\"not ready\",\"reason\":\"draining\"}"));
                Http.Reply late = Http.get(port, "/api/v1/budget/x", Tokens.bearer());
                assertThat(late.status()).isEqualTo(200);
                assertThat(late.value("Connection")).isEqualTo("close");
                await().ignoreExceptionsInstanceOf(AssertionError.class).until(() -> !accepts(port));
                release.countDown();
                assertThat(slow.read("GET").text()).isEqualTo("done");
            }
            assertThat(gateway.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(gateway.exitValue()).isZero();
            assertThat(text("out").lines()).allMatch(line -> line.startsWith("{\"event\":"));
            assertThat(text("out")).contains("\"event\":\"Gateway draining\"");
            assertThat(text("err")).isEmpty();
            assertThat(folder.resolve("tmp")).isEmptyDirectory();
        }
    }

    private static boolean accepts(int port) {
        try (Http http = new Http(port)) {
            return http.socket().isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
