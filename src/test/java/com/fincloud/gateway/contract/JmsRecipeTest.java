package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/routes/jms.md} promises, with a real broker: the libraries, the route file and the commands are the page's. */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JmsRecipeTest {

    private static final String AWAY = "{\"detail\":\"Quotes are currently unavailable\"}";

    private ServerProcess broker;
    private ServerProcess service;
    private GatewayProcess gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        String port = Integer.toString(FreePort.next());
        String url = "tcp://127.0.0.1:" + port;
        broker = ServerProcess.start(folder.resolve("broker"), "artemis", "ArtemisServer.java", port)
                .awaitReady();
        service = ServerProcess.start(folder.resolve("service"), "artemis", "QuoteService.java", url, "quotes")
                .awaitReady();
        gateway = Recipe.of("jms").start(folder, Map.of("QUOTES_BROKER_URL", url));
    }

    @AfterAll
    void stop() {
        gateway.close();
        service.close();
        broker.close();
    }

    /** Until the circuit is closed again: while it tries, it lets ten requests through at once. */
    @BeforeEach
    void awaitBroker() throws IOException {
        await().atMost(Duration.ofMinutes(1)).until(() -> post("1").status() == 200);
        for (int i = 0; i < 10; i++) {
            assertThat(post("1").status()).isEqualTo(200);
        }
    }

    private Http.Reply post(String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(Tokens.bearer());
        return Http.send(
                gateway.port(),
                "POST",
                "/api/v1/quotes",
                body.getBytes(StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    private static String reply(String body, Http.Reply to) {
        return "{\"request\":%s,\"user\":\"42\",\"id\":\"%s\",\"properties\":\"JMSXDeliveryCount requestId userId\"}"
                .formatted(body, to.value("X-Request-ID"));
    }

    @Test
    void theReplyIsTheAnswerAndNoFieldOfTheClientReachesTheBroker() throws Exception {
        Http.Reply reply = post(
                "{\"amount\":\"10 €\"}",
                "JMSCorrelationID: other",
                "JMSReplyTo: other",
                "JMSDestination: other",
                "Cookie: c=1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(reply("{\"amount\":\"10 €\"}", reply));
        assertThat(reply.value("Content-Type")).isEqualTo("application/json");
        assertThat(reply.head()).doesNotContain("JMS", "internal");
    }

    @Test
    void eachOfManyClientsGetsItsOwnReply() throws Exception {
        List<CompletableFuture<List<String>>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String body = Integer.toString(i);
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    Http.Reply reply = post(body);
                    return List.of(reply.text(), reply(body, reply));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        for (CompletableFuture<List<String>> each : all) {
            List<String> texts = each.get(30, TimeUnit.SECONDS);
            assertThat(texts.get(0)).isEqualTo(texts.get(1));
        }
    }

    @Test
    void noReplyIs504InTime() throws IOException {
        long start = System.nanoTime();
        Http.Reply reply = post("\"silence\"");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"No quote in time\"}");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(2900), Duration.ofSeconds(10));
    }

    @Test
    void aBrokerThatIsAwayIs503InBoundedTimeUntilItIsBack() throws Exception {
        broker.kill();
        for (int i = 0; i < 6; i++) {
            long start = System.nanoTime();
            Http.Reply reply = post("2");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.value("Retry-After")).isEqualTo("10");
            assertThat(reply.text()).isEqualTo(AWAY);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }

        broker.startAgain();
        awaitBroker();

        Http.Reply reply = post("3");
        assertThat(reply.text()).isEqualTo(reply("3", reply));
    }

    @Test
    void aBrokerThatHangsHoldsNoRequestForLong() throws Exception {
        broker.suspend();
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return post("4").status();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        for (CompletableFuture<Integer> each : all) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isIn(503, 504);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
        broker.resume();
        awaitBroker();
    }
}
