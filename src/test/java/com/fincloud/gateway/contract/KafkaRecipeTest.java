package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/routes/kafka.md} promises, with a real broker: the libraries, the route file and the commands are the page's. */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaRecipeTest {

    private static final String PATH = "/api/v1/payment-events";

    private final int port = FreePort.next();
    private Path folder;
    private ServerProcess broker;
    private GatewayProcess gateway;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        Path settings = folder.resolve("server.properties");
        Files.writeString(
                settings,
                """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                message.max.bytes=2097152
                """
                        .formatted(port, FreePort.next(), folder.resolve("data")));
        ServerProcess.run(
                folder.resolve("format"),
                "kafka",
                "kafka.tools.StorageTool",
                "format",
                "-t",
                "4L6g3nShT-eMCtK--X86sw",
                "-c",
                settings.toString());
        broker = ServerProcess.start(folder.resolve("broker"), "kafka", "kafka.Kafka", settings.toString());
        gateway = Recipe.of("kafka").start(folder, Map.of("KAFKA_BROKERS", "127.0.0.1:" + port));
    }

    @AfterAll
    void stop() {
        gateway.close();
        broker.close();
    }

    @BeforeEach
    void awaitBroker() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> post("ready".getBytes(StandardCharsets.UTF_8)).status() == 202);
    }

    private Http.Reply post(byte[] body, String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = Tokens.bearer();
        return Http.send(gateway.port(), "POST", PATH, body, all);
    }

    private List<String> records() throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "records", "");
        return ServerProcess.run(log, "kafka", "Records.java", "127.0.0.1:" + port, "payment-events");
    }

    private List<String> recordsOf(Http.Reply reply) throws IOException, InterruptedException {
        return records().stream()
                .filter(line -> line.contains(String.valueOf(reply.value("X-Request-ID"))))
                .toList();
    }

    @Test
    void aRecordHasTheBytesTheUserAndTheRequestIdAndNothingThatAClientChooses() throws Exception {
        byte[] body = new byte[1 << 20];
        new Random(7).nextBytes(body);

        Http.Reply reply = post(
                body,
                "Content-Type: application/octet-stream",
                "Cookie: c=1",
                "kafka.KEY: other",
                "kafka.OVERRIDE_TOPIC: other",
                "kafka.PARTITION_KEY: 7");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text()).isEqualTo("{\"status\":\"accepted\"}");
        assertThat(reply.head().toLowerCase(Locale.ROOT)).doesNotContain("kafka");
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        List<String> records = recordsOf(reply);
        assertThat(records).hasSize(1);
        assertThat(records.get(0)).startsWith("record key=42 sha256=" + digest + " headers=");
        assertThat(List.of(records.get(0)
                        .toLowerCase(Locale.ROOT)
                        .split("headers=", -1)[1]
                        .split(",", -1)))
                .containsExactlyInAnyOrder(
                        "content-type=application/octet-stream",
                        "x-user-id=42",
                        "x-request-id=" + reply.value("X-Request-ID"));
        assertThat(records()).contains("topic payment-events").doesNotContain("topic other");
        assertThat(post(new byte[(1 << 20) + 1]).status()).isEqualTo(413);
        assertThat(post(new byte[0]).status()).isEqualTo(400);
    }

    @Test
    void aBrokerThatComesBackInTimeHasTheRecordOnce() throws Exception {
        broker.suspend();
        CompletableFuture<Http.Reply> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return post("once".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(Duration.ofSeconds(20)) // the producer has given the request up, and sends the record again
                .until(() -> gateway.logLines().stream().anyMatch(line -> line.contains("due to request timeout")));
        broker.resume();

        Http.Reply reply = waiting.get(20, TimeUnit.SECONDS);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(recordsOf(reply)).hasSize(1);
    }

    @Test
    void aBrokerThatIsAwayIs503InBoundedTimeAndTheNextRecordsAreAcceptedWhenItIsBack() throws Exception {
        broker.kill();
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            Http.Reply reply = post("lost".getBytes(StandardCharsets.UTF_8));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.value("Retry-After")).isEqualTo("10");
            assertThat(reply.text()).isEqualTo("{\"detail\":\"The event was not accepted. Send it again.\"}");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
        }
        long start = System.nanoTime();
        assertThat(post("refused".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Duration.ofSeconds(2)); // the circuit is open

        broker.startAgain();
        awaitBroker();
        Http.Reply reply = post("kept".getBytes(StandardCharsets.UTF_8));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(recordsOf(reply)).hasSize(1);
        String lost = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("lost".getBytes(StandardCharsets.UTF_8)));
        assertThat(records()).noneMatch(line -> line.contains(lost));
    }
}
