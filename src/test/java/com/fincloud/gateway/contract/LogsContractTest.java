package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/logs.md says of each line what a running gateway writes, and its queries answer from such lines. */
class LogsContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCESS = "com.fincloud.gateway.access";

    private static final List<JsonNode> LINES = new ArrayList<>();

    private static Path folder = Path.of("");
    private static LogsPage page = new LogsPage(Set.of(), Set.of(), Map.of(), List.of());

    /** A gateway that meets what the page's questions are about. */
    @BeforeAll
    static void live(@TempDir Path temporary) throws Exception {
        folder = temporary;
        page = LogsPage.read();
        Path routes = Files.createDirectory(folder.resolve("routes"));
        try (TestRedis redis = new TestRedis();
                RecordingBackend backend = new RecordingBackend()) {
            backend.on("/api/v1/one/slow", (request, socket, out) -> {
                TimeUnit.MILLISECONDS.sleep(300);
                out.write(RecordingBackend.head("HTTP/1.1 204 No Content\n\n"));
            });
            backend.on("/api/v1/one/broken", 500, "", "");
            Files.writeString(
                    routes.resolve("one.xml"),
                    Command.backend("one", "/api/v1/one").replace("http://one:8001", backend.url()));
            Files.writeString(routes.resolve("bad.xml"), "<routes>");
            try (GatewayProcess gateway = new GatewayProcess(
                            folder.resolve("gateway.log"),
                            "128m",
                            Map.of(
                                    "ROUTES_DIR",
                                    routes.toString(),
                                    "REDIS_URL",
                                    redis.url(),
                                    "CIRCUIT_BREAKER_FAILURE_THRESHOLD",
                                    "2",
                                    "RATE_LIMIT_PER_MINUTE",
                                    "8",
                                    "SHUTDOWN_DELAY",
                                    "0"))
                    .awaitReady()) {
                meet(gateway.port(), redis);
                gateway.askToEnd();
                gateway.awaitEnd();
            }
        }
        for (String line : Files.readAllLines(folder.resolve("gateway.log"))) {
            if (line.startsWith("{")) {
                LINES.add(JSON.readTree(line));
            }
        }
    }

    private static void meet(int port, TestRedis redis) throws IOException {
        String user = Tokens.bearer(42, "user");
        Http.get(port, "/api/v1/one/x", user, "X-Request-ID: 11111111-2222-4333-8444-555555555555");
        Http.get(port, "/api/v1/one/slow", user);
        Http.get(port, "/api/v1/one/x", "Authorization: Bearer no");
        for (int i = 0; i < 7; i++) {
            Http.get(port, "/api/v1/one/broken", user);
        }
        redis.stop();
        Http.get(port, "/api/v1/one/x", Tokens.bearer(43, "user"));
        awaitEvent("Revocations lost");
        redis.start();
        awaitEvent("Revocations back");
    }

    private static void awaitEvent(String event) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(folder.resolve("gateway.log")).contains(event));
    }

    @AfterAll
    static void forget() {
        LINES.clear();
    }

    private static Set<String> fields(JsonNode line) {
        Set<String> fields = new TreeSet<>();
        line.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    @Test
    void aRequestsLineHasTheDocumentedFieldsAndNoOther() {
        Set<String> seen = new TreeSet<>();
        for (JsonNode line : LINES) {
            if (line.path("logger").asText().equals(ACCESS)) {
                seen.addAll(fields(line));
            }
        }
        seen.removeAll(page.everyLine());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(page.request());
    }

    @Test
    void everyOtherLineIsADocumentedEventWithItsFields() {
        Set<String> met = new TreeSet<>();
        for (JsonNode line : LINES) {
            String event = line.path("event").asText();
            String logger = line.path("logger").asText();
            if (logger.startsWith("com.fincloud.") && !logger.equals(ACCESS)) {
                Set<String> own = fields(line);
                own.removeAll(page.everyLine());
                own.removeAll(page.events().getOrDefault(event, Set.of()));
                assertThat(page.events()).containsKey(event);
                assertThat(own).as(event).isEmpty();
                met.add(event);
            }
        }

        assertThat(met)
                .contains(
                        "Circuit breaker state changed",
                        "Rate limit exceeded",
                        "Redis lost",
                        "Redis back",
                        "Revocations lost",
                        "Route file rejected",
                        "Gateway draining");
    }

    /** Also those that no test can bring about. */
    @Test
    void everyEventOfTheSourcesIsDocumented() throws IOException {
        Pattern told = Pattern.compile("\\.log\\(\"([^\"]+)\"\\)");
        Set<String> events = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                told.matcher(Files.readString(source)).results().forEach(event -> events.add(event.group(1)));
            }
        }
        events.remove("Incoming request"); // its fields are those of a request's line

        assertThat(events).hasSizeGreaterThan(20).isSubsetOf(page.events().keySet());
    }

    @Test
    void everyQueryAnswersFromRealLines() throws Exception {
        assumeTrue(isInstalled("jq"), "jq is not installed (apt-get install jq): the queries are not tried");
        Files.writeString(
                folder.resolve("gateway.log"),
                String.join("\n", LINES.stream().map(JsonNode::toString).toList()) + "\n");

        assertThat(page.queries()).hasSizeGreaterThan(7).allSatisfy(query -> {
            Process shell = new ProcessBuilder("sh", "-c", query)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as(answer).isZero();
            assertThat(answer).as(query).isNotBlank().doesNotContain("jq: error");
        });
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> new File(path, tool).canExecute());
    }
}
