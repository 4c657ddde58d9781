package com.fincloud.gateway.demo;

import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fincloud.gateway.FreePort;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevGatewayTest {

    private static final Pattern REDIS = Pattern.compile("redis://127.0.0.1:(\\d+)/4");

    /** Ctrl-C in a terminal sends a signal to every process of the run at once. */
    @Test
    void aSignalToAllOfItEndsItQuietlyAndLeavesNothingBehind(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "setsid gives the run a process group");
        Path log = folder.resolve("log");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Process run = start(log, temporary);
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !run.isAlive() || text(log).contains("Other modes:"));
            String started = text(log);
            assertThat(started)
                    .contains(" INFO  Gateway ready ", "/docs and ", "/console\n", "\n   TOKEN=eyJ", "\n   ADMIN=eyJ");

            new ProcessBuilder("kill", "-TERM", "--", "-" + run.pid()).start().waitFor();

            assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(text(log).substring(started.length()))
                    .contains("Gateway draining")
                    .doesNotContain("\tat ", " WARN ", " ERROR ");
            Matcher redis = REDIS.matcher(started);
            assertThat(redis.find()).isTrue();
            await().until(() -> FreePort.isFree(Integer.parseInt(redis.group(1))));
            assertThat(temporary).isEmptyDirectory();
        } finally {
            run.destroyForcibly();
        }
    }

    private static Process start(Path log, Path temporary) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/setsid",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        DevGateway.class.getName(),
                        "--SERVICE_PORT=0",
                        "--MANAGEMENT_PORT=0",
                        "--demo.ports=free")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(Set.of("PATH", "HOME"));
        return builder.start();
    }

    private static String text(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** {@code spring-boot:test-run} looks for it by itself, and gives up when it finds two. */
    @Test
    void shouldBeTheOnlyTestClassWithAMainMethod() {
        var tests = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("com.fincloud");

        assertThat(tests.stream()
                        .filter(type -> type.tryGetMethod("main", String[].class)
                                .filter(method -> method.getModifiers().contains(STATIC))
                                .isPresent())
                        .map(JavaClass::getName))
                .containsExactly(DevGateway.class.getName());
    }
}
