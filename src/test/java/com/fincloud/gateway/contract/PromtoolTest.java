package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus' own tool takes the scrape configuration and the rules, and the rules do what their tests say. */
class PromtoolTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check config deploy/prometheus/prometheus.yml",
                "test rules deploy/prometheus/tests/alerts_test.yml"
            })
    void promtoolIsContent(String command) throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "promtool is not installed (apt-get install prometheus): the rules are not checked");
        Process promtool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(command.split(" ", -1)))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static boolean isInstalled() {
        return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                .anyMatch(folder -> new File(folder, "promtool").canExecute());
    }
}
