package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that stay in memory when their request has been answered: they take room until nobody has them, and none ends the process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldBodiesContractTest {

    private static final byte[] LARGE = "x".repeat(9 << 20).getBytes(StandardCharsets.UTF_8);
    private static final int AT_ONCE = 8;
    private static final String TEXT = "<convertBodyTo type=\"java.lang.String\"/>";
    private static final String DONE = "<setBody><constant>done</constant></setBody>";
    private static final String HELD = "<to uri=\"direct:held\"/>";

    private RecordingBackend backend;
    private GatewayProcess gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        backend = new RecordingBackend();
        Path routes = Files.createDirectory(folder.resolve("routes"));
        String slow = backend.url().replace("//", "") + "/slow";
        Files.writeString(
                routes.resolve("hold.xml"),
                "<routes>"
                        + route("text", TEXT)
                        + route("tap", TEXT + "<wireTap uri=\"direct:held\"/>" + DONE)
                        + route("queue", TEXT + "<to uri=\"seda:held?waitForTaskToComplete=Never\"/>" + DONE)
                        + route("full", TEXT + "<to uri=\"seda:full?waitForTaskToComplete=Never&amp;size=1\"/>" + DONE)
                        + route(
                                "late",
                                TEXT + "<multicast parallelProcessing=\"true\" timeout=\"100\">" + HELD + "</multicast>"
                                        + DONE)
                        + route(
                                "broken",
                                TEXT + "<circuitBreaker><resilience4jConfiguration timeoutEnabled=\"true\""
                                        + " timeoutDuration=\"100\" minimumNumberOfCalls=\"1000\"/>" + HELD
                                        + "<onFallback>" + DONE + "</onFallback></circuitBreaker>")
                        + route(
                                "group",
                                TEXT + "<aggregate completionTimeout=\"5000\" aggregationStrategy=\"#class:"
                                        + GroupedBodyAggregationStrategy.class.getName() + "\"><correlationExpression>"
                                        + "<constant>all</constant></correlationExpression>" + DONE + "</aggregate>"
                                        + DONE)
                        + route(
                                "sorted",
                                TEXT + "<resequence><simple>${exchangeId}</simple><batchConfig batchSize=\"1000\""
                                        + " batchTimeout=\"6000\"/>" + DONE + "</resequence>")
                        + route("after", "<onCompletion parallelProcessing=\"true\">" + HELD + "</onCompletion>" + TEXT)
                        + from("direct:held", "<removeHeaders pattern=\"*\"/><to uri=\"" + slow + "\"/>")
                        + from("seda:held", HELD)
                        + from("seda:full", HELD)
                        + "</routes>");
        gateway = GatewayProcess.withoutOptions(
                        folder.resolve("log"),
                        "224m",
                        Map.of("ROUTES_DIR", routes.toString(), "RATE_LIMIT_ENABLED", "false"))
                .awaitReady();
    }

    private static String route(String name, String steps) {
        return from("platform-http:/api/v1/hold/" + name, steps);
    }

    private static String from(String uri, String steps) {
        return "<route><from uri=\"" + uri + "\"/>" + steps + "</route>";
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private Http.Reply post(String route, byte[] body) throws IOException {
        return Http.send(gateway.port(), "POST", "/api/v1/hold/" + route, body, Tokens.bearer());
    }

    private List<Integer> statuses(String route) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        Callable<Integer> request = () -> post(route, LARGE).status();
        try {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : clients.invokeAll(Collections.nCopies(3 * AT_ONCE, request))) {
                statuses.add(status.get());
            }
            return statuses;
        } finally {
            clients.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tap", "queue", "late", "broken", "group", "sorted", "after"})
    void aBodyTakesRoomAsLongAsSomebodyHasIt(String route) throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        backend.on("/slow", (request, socket, out) -> {
            boolean unused = awaitQuietly(answer);
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
        });
        try {
            assertThat(statuses(route)).contains(200, 503).containsOnly(200, 503);
            assertThat(post("text", LARGE).status())
                    .as("there is no room while the bodies are held")
                    .isEqualTo(503);
        } finally {
            answer.countDown();
        }
        isWell();
    }

    @ParameterizedTest
    @ValueSource(strings = {"full"})
    void whatFindsNoPlaceInAQueueTakesNoRoom(String route) throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        backend.on("/slow", (request, socket, out) -> {
            boolean unused = awaitQuietly(answer);
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
        });
        byte[] tenth = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try {
            for (int i = 0; i < 60; i++) {
                assertThat(post(route, tenth).status()).isIn(200, 500);
            }
        } finally {
            answer.countDown();
        }
        isWell();
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(25, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void isWell() throws IOException {
        assertThat(gateway.isAlive()).isTrue();
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500)) // each look sends a large body
                .untilAsserted(() -> assertThat(post("text", LARGE).status()).isEqualTo(200));
        assertThat(gateway.logLines()).noneMatch(line -> line.contains("OutOfMemoryError"));
    }
}
