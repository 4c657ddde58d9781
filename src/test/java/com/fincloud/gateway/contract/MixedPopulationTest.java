package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.UtcDay;
import com.fincloud.gateway.auth.apikey.ApiKeyText;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contract 5.1, 5.3, 5.11 and 5.13 with everybody at once: users of four plans, two keys of one machine, users without a plan and strangers
 * of one /64, all over two gateways with one Redis.
 */
@Tag("chaos")
class MixedPopulationTest {

    private static final Logger LOG = LoggerFactory.getLogger(MixedPopulationTest.class);
    private static final String SHOP = "/api/v1/shop/x";

    /** A machine so busy that an answer of Redis takes longer than its time-out shows how the loss of Redis is met, and no exactness. */
    private static final int MOST_ROUNDS = 3;

    private static final String PLANS =
            """
            plans:
              - {name: gold, minute: 300, hour: 20000, day: 200000, month: 3000000, concurrent: 50}
              - {name: daily, minute: 1000, hour: 20000, day: 150}
              - {name: hourly, minute: 1000, hour: 90}
              - {name: single, minute: 100, hour: 20000, concurrent: 1}
            assign:
              - {role: gold, plan: gold}
              - {role: daily, plan: daily}
              - {claim: /org/plan, is: hourly, plan: hourly}
              - {role: single, plan: single}
            """;

    private final RecordingBackend backend = new RecordingBackend();
    private final Path folder;
    private TestRedis limits;
    private TestRedis revocations;
    private GatewayProcess first;
    private GatewayProcess second;

    MixedPopulationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        limits = new TestRedis("maxmemory 4mb", "maxmemory-policy noeviction");
        revocations = new TestRedis("maxmemory-policy noeviction");
        Files.writeString(folder.resolve("plans.yaml"), PLANS);
        Files.writeString(folder.resolve("keys.yaml"), keys());
        Path routes = Files.createDirectory(folder.resolve("routes"));
        for (String name : List.of("shop", "dear")) {
            String file = name.equals("dear")
                    ? Command.backend(name, "/api/v1/dear", "cost", "3")
                    : Command.backend(name, "/api/v1/shop");
            Files.writeString(routes.resolve(name + ".xml"), file.replace("http://" + name + ":8001", backend.url()));
        }
        first = gateway("first");
        second = gateway("second");
        for (GatewayProcess gateway : List.of(first, second)) {
            gateway.awaitReady();
            await().atMost(Duration.ofSeconds(40))
                    .ignoreExceptions()
                    .until(() -> gateway.metric("gateway_limiter_degraded(?!_)") == 0);
        }
    }

    /** Two keys of one name for each round. */
    private static String keys() {
        StringBuilder file = new StringBuilder("keys:\n");
        for (int i = 0; i < 2 * MOST_ROUNDS; i++) {
            file.append("- {name: machine-%d, plan: gold, sha256: '%s'}%n"
                    .formatted(i / 2, HexFormat.of().formatHex(ApiKeyText.sha256(key(i / 2, i % 2)))));
        }
        return file.toString();
    }

    private static String key(int round, long number) {
        return "key-" + number % 2 + "-of-machine-" + round;
    }

    private GatewayProcess gateway(String name) throws IOException {
        return new GatewayProcess(
                folder.resolve(name + ".log"),
                "256m",
                Map.ofEntries(
                        Map.entry("ROUTES_DIR", folder.resolve("routes").toString()),
                        Map.entry("REDIS_URL", limits.url()),
                        Map.entry("REVOCATION_REDIS_URL", revocations.url()),
                        Map.entry(
                                "RATE_LIMIT_PLANS", folder.resolve("plans.yaml").toString()),
                        Map.entry("API_KEYS", folder.resolve("keys.yaml").toString()),
                        Map.entry("RATE_LIMIT_PER_MINUTE", "30"),
                        Map.entry("RATE_LIMIT_PER_HOUR", "20000"),
                        Map.entry("TRUSTED_PROXIES", "127.0.0.0/8"),
                        Map.entry("SHUTDOWN_DELAY", "0")));
    }

    @AfterEach
    void stop() throws IOException {
        first.close();
        second.close();
        limits.close();
        revocations.close();
        backend.close();
    }

    private static LimitedCaller user(String name, long id, String role) {
        String header = Tokens.bearer(id, role);
        return new LimitedCaller(name, SHOP, 1, () -> header);
    }

    /** The callers of a round, each with budgets that nobody has used. */
    private static Map<String, LimitedCaller> population(int round) {
        long id = 1 + 10L * round;
        String claim = "Authorization: Bearer "
                + Tokens.sign("{\"sub\":\"%d\",\"type\":\"access\",\"exp\":%d,\"org\":{\"plan\":\"hourly\"}}"
                        .formatted(id, Instant.now().getEpochSecond() + 600));
        String costly = Tokens.bearer(id + 1, "gold");
        AtomicLong key = new AtomicLong();
        AtomicLong address = new AtomicLong();
        return Stream.of(
                        new LimitedCaller("hourly", SHOP, 1, () -> claim),
                        new LimitedCaller("costly", "/api/v1/dear/x", 3, () -> costly),
                        user("gold", id + 2, "gold"),
                        user("daily", id + 3, "daily"),
                        user("single", id + 4, "single"),
                        user("plain", id + 5, "user"),
                        new LimitedCaller("machine", SHOP, 1, () -> "X-API-Key: " + key(round, key.incrementAndGet())),
                        new LimitedCaller(
                                "strangers",
                                SHOP,
                                1,
                                () -> "X-Forwarded-For: 2001:db8:1:" + round + "::"
                                        + Long.toHexString(address.incrementAndGet())))
                .collect(Collectors.toMap(LimitedCaller::name, caller -> caller));
    }

    @Test
    void everybodyGetsExactlyTheirLimitsForOneRoundTripARequest() throws Exception {
        UtcDay.awaitOneThatLasts(Duration.ofMinutes(6));
        Map<String, LimitedCaller> all = Map.of();
        long losses = 1;
        for (int round = 0; losses > 0 && round < MOST_ROUNDS; round++) {
            all = population(round);
            long lossesBefore = losses();
            long callsBefore = scriptCalls();

            call(all.values());

            losses = losses() - lossesBefore;
            long calls = scriptCalls() - callsBefore;
            long requests =
                    all.values().stream().mapToLong(LimitedCaller::requests).sum();
            LOG.info("{} requests, {} script calls, Redis lost {} times", requests, calls, losses);
            assertThat(losses > 0 || calls == requests)
                    .as("a script call for each request")
                    .isTrue();
        }

        assertThat(losses).as("decided without Redis").isZero();
        assertThat(all.values())
                .allSatisfy(caller -> assertThat(caller.broken()).isEmpty());
        assertMinute(all, "gold", 300);
        assertMinute(all, "machine", 300);
        assertMinute(all, "costly", 300);
        assertMinute(all, "single", 100);
        assertMinute(all, "plain", 30);
        assertMinute(all, "strangers", 30);
        assertThat(named(all, "daily").admitted()).isEqualTo(150);
        assertThat(named(all, "hourly").admitted()).isEqualTo(90);
        assertThat(named(all, "strangers").counts()).containsOnlyKeys(401, 429);
        assertThat(named(all, "gold").counts()).containsOnlyKeys(200, 429);
    }

    private void call(Collection<LimitedCaller> callers) throws InterruptedException {
        for (LimitedCaller caller : callers) {
            caller.start(first.port(), second.port());
            if (caller.name().equals("single")) {
                caller.start(first.port(), second.port()); // two at once at each gateway
            }
        }
        TimeUnit.SECONDS.sleep(75);
        for (LimitedCaller caller : callers) {
            caller.stop();
            LOG.info("{}: {}, at most {} a minute", caller.name(), caller.counts(), caller.mostInAMinute());
        }
    }

    private static LimitedCaller named(Map<String, LimitedCaller> callers, String name) {
        return Objects.requireNonNull(callers.get(name));
    }

    /** The first minute is used up to the last request, and no minute has more. */
    private static void assertMinute(Map<String, LimitedCaller> callers, String name, int limit) {
        assertThat(named(callers, name).inFirstMinute())
                .as("%s, first minute", name)
                .isEqualTo(limit);
        assertThat(named(callers, name).mostInAMinute())
                .as("%s, any minute", name)
                .isEqualTo(limit);
    }

    private long losses() throws IOException {
        return Stream.concat(first.logLines().stream(), second.logLines().stream())
                .filter(line -> line.contains("\"event\":\"Redis lost\""))
                .count();
    }

    /** The script calls that the limiter's Redis has answered. */
    private long scriptCalls() {
        return redis(commands -> Pattern.compile("cmdstat_eval(?:sha)?:calls=([0-9]+)")
                .matcher(commands.info("commandstats"))
                .results()
                .mapToLong(calls -> Long.parseLong(calls.group(1)))
                .sum());
    }

    private interface Question<T> {
        T ask(RedisCommands<String, String> commands);
    }

    private <T> T redis(Question<T> question) {
        try (RedisClient client = RedisClient.create(limits.url())) {
            return question.ask(client.connect().sync());
        }
    }

    @Test
    void strangersThatFillTheLimitersRedisStopNoRevocation() throws Exception {
        String exp = Long.toString(Instant.now().getEpochSecond() + 600);
        String token = "Authorization: Bearer "
                + Tokens.sign("{\"sub\":\"42\",\"type\":\"access\",\"exp\":%s,\"jti\":\"a\",\"role\":\"gold\"}"
                        .formatted(exp));
        AtomicLong block = new AtomicLong();
        List<LimitedCaller> flood = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            flood.add(new LimitedCaller(
                            "flood-" + i,
                            SHOP,
                            1,
                            () -> "X-Forwarded-For: 2001:db8:" + Long.toHexString(block.incrementAndGet() >> 16) + ":"
                                    + Long.toHexString(block.get() & 0xffff) + "::1")
                    .withoutPause()
                    .start(first.port(), second.port()));
        }
        try (Issuer issuer = new Issuer(revocations.url())) {
            await().atMost(Duration.ofMinutes(2)).until(() -> isFull(first) && isFull(second));
            assertThat(status(first, token)).isEqualTo(200);
            assertThat(status(second, token)).isEqualTo(200);

            issuer.revoke("jti", "a", "exp", exp);

            long began = System.nanoTime();
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> status(first, token) == 401 && status(second, token) == 401);
            LOG.info(
                    "{} blocks of strangers; revoked everywhere after {} ms",
                    block,
                    (System.nanoTime() - began) / 1_000_000);
        } finally {
            for (LimitedCaller caller : flood) {
                caller.stop();
            }
        }
        assertThat(flood).allSatisfy(caller -> assertThat(caller.broken()).isEmpty());
        assertThat(flood).allSatisfy(caller -> assertThat(caller.counts()).containsOnlyKeys(401));
    }

    private static boolean isFull(GatewayProcess gateway) throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed").text().contains("\"error\":\"out of memory\"");
    }

    private static int status(GatewayProcess gateway, String token) throws IOException {
        return Http.get(gateway.port(), SHOP, token).status();
    }
}
