package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fincloud.gateway.FreePort;
import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

/** What the README and the tour show is what a newcomer sees. */
class ReadmeTest {

    private static final String SEPARATOR = "\u0001";

    @Test
    void everyExampleAnswersAsPrinted(@TempDir Path folder) throws Exception {
        assumeTrue(hasBashAndCurl(), "bash and curl are needed to run the examples");
        Path routes = Files.createDirectory(folder.resolve("routes"));
        for (String file : new String[] {"budget.xml", "notifications.xml", "portfolio.xml"}) {
            Files.copy(Path.of("routes", file), routes.resolve(file));
        }
        Welcome welcome = DevGateway.run(
                "--SERVICE_PORT=0", "--MANAGEMENT_PORT=0", "--demo.ports=free", "--ROUTES_DIR=" + routes);
        try (var gateway = welcome.context()) {
            Map<String, String> ports = ports(gateway.getEnvironment());
            String url = "http://localhost:" + ports.get("8000");
            ApiDocument.awaitLive(url);
            check(new Page("docs/tour.md").examples(), ports);

            Page readme = new Page("README.md");
            Files.writeString(
                    routes.resolve("invoices.xml"), readme.block("xml").replace(":8004", ":" + FreePort.next()));
            await().until(() -> status(url).contains("invoices.xml"));
            check(readme.examples(), ports);
        }
    }

    private static void check(List<Page.Example> examples, Map<String, String> ports) throws Exception {
        List<String> outputs = run(examples, ports);

        assertThat(outputs).hasSameSizeAs(examples);
        for (int i = 0; i < outputs.size(); i++) {
            assertThat(Page.stable(outputs.get(i)))
                    .as(examples.get(i).command())
                    .isEqualTo(Page.stable(examples.get(i).output()));
        }
    }

    private static String status(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/health/detailed"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void theTableOfVariablesHasEachWithItsDefault() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Variable variable : Variable.values()) {
            variables.put(variable.name(), variable.defaultValue());
        }

        assertThat(new Page("docs/configuration.md").settings()).containsExactlyEntriesOf(variables);
    }

    /** {@code bench/run --write} writes both. */
    @Test
    void theMeasuredTableIsThatOfTheBenchmark() {
        List<String> measured = new Page("bench/README.md")
                .results().stream()
                        .map(row -> row.split(" *\\| *", -1))
                        .filter(cells -> cells[2].startsWith("≤") || cells[2].startsWith("≥"))
                        .map(cells -> "| " + cells[1] + " | " + cells[3] + " | " + cells[4] + " | " + cells[5] + " |")
                        .toList();

        assertThat(new Page("README.md").results()).isNotEmpty().isEqualTo(measured);
    }

    @Test
    void aNewcomerReadsTwoHundredLinesAtMost() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(200);
    }

    /** All commands in one shell, as a newcomer types them. */
    private static List<String> run(List<Page.Example> examples, Map<String, String> ports) throws Exception {
        StringBuilder script = new StringBuilder();
        for (Page.Example example : examples) {
            script.append(example.command()).append("\nprintf '\\001'\n");
        }
        String commands = script.toString();
        for (Map.Entry<String, String> port : ports.entrySet()) {
            commands = commands.replace("localhost:" + port.getKey(), "localhost:" + port.getValue());
        }
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> port : ports.entrySet()) {
            output = output.replace("localhost:" + port.getValue(), "localhost:" + port.getKey());
        }
        return Arrays.asList(output.split(SEPARATOR));
    }

    private static Map<String, String> ports(Environment environment) {
        Map<String, String> ports = new LinkedHashMap<>();
        ports.put("8000", environment.getRequiredProperty("local.server.port"));
        ports.put("8081", environment.getRequiredProperty("local.management.port"));
        ports.put(
                "8002", environment.getRequiredProperty("PORTFOLIO_SERVICE_URL").replaceAll(".*:", ""));
        ports.put(
                "8003",
                environment.getRequiredProperty("NOTIFICATION_SERVICE_URL").replaceAll(".*:", ""));
        return ports;
    }

    private static boolean hasBashAndCurl() throws InterruptedException {
        try {
            return new ProcessBuilder("bash", "-c", "command -v curl").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
