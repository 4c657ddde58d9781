package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.UtcDay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract 5.11: plans of a file, over one gateway with a real Redis. */
class PlansContractTest {

    private static final String PLANS =
            """
            plans:
              - {name: gold, minute: 100, hour: 200, day: 6, month: 8}
              - {name: few, minute: 100, hour: 200, concurrent: 2}
              - {name: silver, minute: 12}
            assign:
              - {network: 10.9.0.0/16, exempt: true}
              - {role: gold, plan: gold}
              - {role: few, plan: few}
              - {role: silver, plan: silver}
              - {claim: /plan, is: silver, plan: silver}
            """;

    private static final AtomicLong USERS = new AtomicLong(7000);

    @TempDir
    private static Path folder = Path.of("");

    private static Path file = Path.of("");
    private static RecordingBackend backend;
    private static TestRedis redis;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        redis = new TestRedis();
        file = folder.resolve("plans.yaml");
        Files.writeString(file, PLANS);
        gateway = TestGateway.builder()
                .routes(Map.of(
                        "shop.xml", Command.backend("shop", "/api/v1/shop").replace("http://shop:8001", backend.url()),
                        "own.xml",
                                Command.backend("own", "/api/v1/own", "limitPerMinute", "1")
                                        .replace("http://own:8001", backend.url()),
                        "dear.xml",
                                Command.backend("dear", "/api/v1/dear", "cost", "5")
                                        .replace("http://dear:8001", backend.url())))
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "4")
                .with("RATE_LIMIT_PLANS", file.toString())
                .with("RATE_LIMIT_SHOW_CALLERS", "true")
                .with("TRUSTED_PROXIES", "127.0.0.0/8")
                .with("REDIS_URL", redis.url())
                .start();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(detailed()).contains("\"redis\":{\"status\":\"healthy\""));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        redis.close();
        backend.close();
    }

    private static String detailed() throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed").text();
    }

    private static Http.Reply call(String path, long user, String role, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = Tokens.bearer(user, role);
        return Http.get(gateway.port(), path, all);
    }

    @Test
    void aPlanHasADayAndAMonthWhichTheFieldsTell() throws IOException {
        UtcDay.awaitOneThatLasts(Duration.ofSeconds(20));
        long user = USERS.incrementAndGet();
        Http.Reply first = call("/api/v1/shop/x", user, "gold");
        assertThat(first.values("RateLimit-Policy"))
                .isEqualTo(List.of("\"minute\";q=100;w=60, \"hour\";q=200;w=3600, \"day\";q=6;w=86400,"
                        + " \"month\";q=8;w=2678400"));
        assertThat(first.value("RateLimit")).contains("\"minute\";r=99;t=60", "\"day\";r=5;t=", "\"month\";r=7;t=");
        assertThat(first.value("X-RateLimit-Remaining-Day")).isEqualTo("5");
        assertThat(first.value("X-RateLimit-Limit-Month")).isEqualTo("8");

        Http.Reply dear = call("/api/v1/dear/x", user, "gold"); // five more
        Http.Reply refused = call("/api/v1/shop/x", user, "gold");

        assertThat(dear.status()).isEqualTo(200);
        assertThat(dear.value("X-RateLimit-Remaining-Minute")).isEqualTo("94");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).isEqualTo("{\"detail\":\"Rate limit exceeded: 6 requests per day\"}");
        assertThat(refused.value("X-RateLimit-Limit")).isEqualTo("6");
        assertThat(refused.value("RateLimit"))
                .isEqualTo("\"minute\";r=94, \"hour\";r=194, \"day\";r=0;t=" + refused.value("Retry-After")
                        + ", \"month\";r=2");
    }

    @Test
    void oneRequestIsOneScriptCallOverTwoKeysOfOneSlot() throws IOException {
        long user = USERS.incrementAndGet();
        String before = commandStats();
        call("/api/v1/dear/x", user, "gold");
        String after = commandStats();

        assertThat(calls(after) - calls(before)).isEqualTo(1);
    }

    /** Redis's answer to INFO, over its own protocol. */
    private static String commandStats() throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(redis.url()).getPort())) {
            socket.getOutputStream().write("INFO commandstats\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            char[] text = new char[Integer.parseInt(in.readLine().substring(1))];
            for (int read = 0; read < text.length; ) {
                read += in.read(text, read, text.length - read);
            }
            return new String(text);
        }
    }

    private static long calls(String stats) {
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:calls="))
                .mapToLong(line -> Long.parseLong(line.substring(22, line.indexOf(','))))
                .sum();
    }

    @Test
    void whatHasNoPlanHasTheVariablesLimits() throws IOException {
        long user = USERS.incrementAndGet();
        assertThat(call("/api/v1/shop/x", user, "user").value("X-RateLimit-Limit-Minute"))
                .isEqualTo("4");
        assertThat(call("/api/v1/dear/x", user, "user").status()).isEqualTo(429); // costs all four of a minute
        assertThat(call("/api/v1/dear/x", USERS.incrementAndGet(), "user").status())
                .isEqualTo(200);
    }

    @Test
    void refusalsOfAllRoutesAreCountedForOneCallerOfTheConsole() throws IOException {
        long user = USERS.incrementAndGet();
        for (int i = 0; i < 3; i++) {
            call("/api/v1/own/x", user, "user");
        }
        call("/api/v1/shop/x", user, "user");
        call("/api/v1/dear/x", user, "user");

        assertThat(Http.get(gateway.managementPort(), "/console/state.json").text())
                .contains("{\"kind\":\"user\",\"name\":\"" + user + "\",\"refused\":3,\"reported\":0,");
    }

    @Test
    void aClaimOfTheTokenGivesAPlan() throws IOException {
        String token = Tokens.sign("{\"sub\":\"%d\",\"type\":\"access\",\"exp\":%d,\"plan\":[\"x\",\"silver\"]}"
                .formatted(USERS.incrementAndGet(), System.currentTimeMillis() / 1000 + 600));
        for (int i = 0; i < 2; i++) {
            assertThat(Http.get(gateway.port(), "/api/v1/shop/x", "Authorization: Bearer " + token)
                            .value("X-RateLimit-Limit-Minute"))
                    .isEqualTo("12");
        }
        // a claim of a token that is refused gives nothing
        Http.Reply forged = Http.get(
                gateway.port(), "/api/v1/shop/x", "X-Forwarded-For: 10.8.0.1", "Authorization: Bearer " + token + "x");
        assertThat(forged.status()).isEqualTo(401);
        assertThat(forged.value("X-RateLimit-Limit-Minute")).isEqualTo("4");
    }

    @Test
    void exemptNetworksAreNeitherLimitedNorCounted() throws IOException {
        long user = USERS.incrementAndGet();
        for (int i = 0; i < 8; i++) {
            Http.Reply reply = call("/api/v1/shop/x", user, "user", "X-Forwarded-For: 10.9.0.7");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.value("RateLimit")).isNull();
        }
        assertThat(call("/api/v1/shop/x", user, "user").value("X-RateLimit-Remaining-Minute"))
                .isEqualTo("3");
    }

    @Test
    void requestsAtOnceAreLimitedAndAPlaceIsFreeWhenARequestEnds() throws Exception {
        long user = USERS.incrementAndGet();
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        backend.on("/api/v1/shop/held", (request, socket, out) -> {
            arrived.countDown();
            go.await(20, TimeUnit.SECONDS);
            out.write(RecordingBackend.head("HTTP/1.1 204 No Content\n\n"));
        });
        List<CompletableFuture<Integer>> held = List.of(held(user), held(user));
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        Http.Reply third = call("/api/v1/shop/x", user, "few");
        Http.Reply withOwnLimits = call("/api/v1/own/x", user, "few");
        go.countDown();

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.text()).isEqualTo("{\"detail\":\"Rate limit exceeded: 2 requests at once\"}");
        assertThat(withOwnLimits.text()).isEqualTo(third.text());
        assertThat(third.value("Retry-After")).isEqualTo("1");
        assertThat(third.value("X-RateLimit-Limit")).isEqualTo("2");
        assertThat(third.value("RateLimit")).contains("\"minute\";r=98", "\"concurrent\";r=0");
        assertThat(third.value("RateLimit-Policy")).contains("\"concurrent\";q=2;qu=\"concurrent-requests\"");
        for (CompletableFuture<Integer> one : held) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(204);
        }
        await().untilAsserted(
                        () -> assertThat(call("/api/v1/shop/x", user, "few").value("RateLimit"))
                                .contains("\"concurrent\";r=1"));
    }

    private static CompletableFuture<Integer> held(long user) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                status.complete(call("/api/v1/shop/held", user, "few").status());
            } catch (IOException e) {
                status.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return status;
    }

    @Test
    void aChangeIsTakenABrokenFileChangesNothingAndReportRefusesNobody() throws IOException {
        long user = USERS.incrementAndGet();
        assertThat(call("/api/v1/shop/x", user, "silver").value("X-RateLimit-Limit-Minute"))
                .isEqualTo("12");

        Files.writeString(file, PLANS.replace("minute: 12", "minute: 3"), StandardCharsets.UTF_8);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(call("/api/v1/shop/x", USERS.incrementAndGet(), "silver")
                                .value("X-RateLimit-Limit-Minute"))
                        .isEqualTo("3"));
        Files.writeString(file, PLANS.replace("minute: 12", "minut: 5"), StandardCharsets.UTF_8);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(detailed())
                .contains("\"variable\":\"RATE_LIMIT_PLANS\"", "unknown key 'minut'", "\"line\":4"));
        assertThat(detailed()).contains("\"status\":\"degraded\"");
        assertThat(call("/api/v1/shop/x", USERS.incrementAndGet(), "silver").value("X-RateLimit-Limit-Minute"))
                .isEqualTo("3");

        Files.writeString(file, PLANS.replace("minute: 12", "minute: 1") + "mode: report\n", StandardCharsets.UTF_8);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(call("/api/v1/shop/x", USERS.incrementAndGet(), "silver")
                                .value("X-RateLimit-Limit-Minute"))
                        .isEqualTo("1"));
        long reported = USERS.incrementAndGet();
        for (int i = 0; i < 4; i++) {
            assertThat(call("/api/v1/shop/x", reported, "silver").status()).isEqualTo(200);
        }
        assertThat(Http.get(gateway.managementPort(), "/console/state.json").text())
                .contains("\"hashed\":false", "\"mode\":\"report\"")
                .contains("{\"kind\":\"user\",\"name\":\"" + reported
                        + "\",\"refused\":0,\"reported\":3,\"plan\":\"silver\",\"limit\":\"minute\"");
        Scrape scrape = Scrape.of(gateway);
        assertThat(scrape.sum(
                        "gateway_plan_decisions_total", "plan", "silver", "decision", "reported", "limit", "minute"))
                .isGreaterThanOrEqualTo(3);
        assertThat(scrape.sum("gateway_config_file_current", "variable", "RATE_LIMIT_PLANS"))
                .isEqualTo(1);

        Files.writeString(file, PLANS, StandardCharsets.UTF_8);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(call("/api/v1/shop/x", USERS.incrementAndGet(), "silver")
                                .value("X-RateLimit-Limit-Minute"))
                        .isEqualTo("12"));
    }

    @Test
    void validateAndExplainKnowThePlans() throws IOException {
        String routes = Command.folder(Map.of("shop.xml", Command.backend("shop", "/api/v1/shop", "cost", "3")))
                .toString();
        Path own = Files.writeString(folder.resolve("own.yaml"), PLANS);
        Path broken = Files.writeString(folder.resolve("broken.yaml"), PLANS.replace("plan: few", "plan: fews"));
        Map<String, String> good = Map.of("RATE_LIMIT_PLANS", own.toString());
        Map<String, String> bad = Map.of("RATE_LIMIT_PLANS", broken.toString());

        Command refused = Command.run(bad, folder, "validate", routes);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out())
                .contains(broken + ":8:23: error: there is no plan 'fews' (did you mean 'few'?)", "2 files, 1 error");
        assertThat(Command.run(good, folder, "validate", routes).status()).isZero();
        assertThat(Command.run(good, folder, "explain", "GET", "/api/v1/shop/x", routes)
                        .out())
                .contains("role gold: plan gold, 100 requests a minute and 200 an hour, 6 a day, 8 a month")
                .contains("network 10.9.0.0/16: not limited", "counts as 3", "everybody else: 60 requests a minute");
        assertThat(Command.run(good, folder, "explain", "GET", "/api/v1/shop/x", routes, "--role=few")
                        .out())
                .contains(
                        "rate limit: plan few, 100 requests a minute and 200 an hour, 2 at once, counts as 3, else 429");
    }
}
