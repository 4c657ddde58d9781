package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract 4.9: API keys for machines, made by the command and read from a file. */
class ApiKeysContractTest {

    @TempDir
    private static Path folder = Path.of("");

    private static Path file = Path.of("");
    private static RecordingBackend backend;
    private static TestRedis redis;
    private static TestGateway gateway;

    /** A key as the command prints it, and its entry for the file. */
    private record Made(String key, String entry) {

        static Made of(String... flags) {
            String[] args = new String[flags.length + 2];
            args[0] = "api-key";
            args[1] = "create";
            System.arraycopy(flags, 0, args, 2, flags.length);
            Command command = Command.run(args);
            assertThat(command.err()).isEmpty();
            assertThat(command.status()).isZero();
            String key = command.out()
                    .lines()
                    .filter(line -> line.startsWith("fcgw_"))
                    .findFirst()
                    .orElseThrow();
            return new Made(key, command.out().substring(command.out().indexOf("  - name:")));
        }
    }

    private static Made billing = new Made("", "");
    private static Made expired = new Made("", "");
    private static Made local = new Made("", "");

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        redis = new TestRedis();
        billing = Made.of("--name", "billing", "--roles", "service,reader", "--plan=batch");
        expired = Made.of("--name=old", "--expires=2020-01-01");
        local = Made.of("--name", "local", "--networks", "10.0.0.0/8,192.0.2.7");
        file = folder.resolve("keys.yaml");
        write(billing.entry() + expired.entry() + local.entry());
        Path plans = Files.writeString(folder.resolve("plans.yaml"), "plans: [{name: batch, minute: 50, day: 70}]");
        gateway = TestGateway.builder()
                .routes(Map.of(
                        "shop.xml",
                                Command.backend("shop", "/api/v1/shop", "roles", "reader")
                                        .replace("http://shop:8001", backend.url()),
                        "open.xml", Command.backend("open", "/api/v1/open").replace("http://open:8001", backend.url())))
                .with("PUBLIC_PATHS", "/health,/api/v1/health/**,/api/v1/open/**")
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "30")
                .with("RATE_LIMIT_PLANS", plans.toString())
                .with("API_KEYS", file.toString())
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

    private static void write(String entries) throws IOException {
        Files.writeString(file, "keys:\n" + entries, StandardCharsets.UTF_8);
    }

    private static String detailed() throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed").text();
    }

    private static Http.Reply call(String path, String... headers) throws IOException {
        return Http.get(gateway.port(), path, headers);
    }

    private static void refused(Http.Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid or expired API key\"}");
        assertThat(reply.value("WWW-Authenticate")).isEqualTo("ApiKey");
    }

    private static @Nullable String sent(String field) {
        return backend.last().value(field);
    }

    @Test
    void aKeyIdentifiesItsCallerAndNeverReachesTheBackend() throws IOException {
        for (String header : new String[] {"X-API-Key: " + billing.key(), "authorization:  apikey  " + billing.key()}) {
            Http.Reply reply = call("/api/v1/shop/x", header, "X-User-ID: 1");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(sent("X-User-ID")).isEqualTo("key:billing");
            assertThat(sent("X-User-Role")).isEqualTo("service,reader");
            assertThat(backend.last().head()).doesNotContainIgnoringCase(billing.key());
            assertThat(reply.value("X-RateLimit-Limit-Minute")).isEqualTo("50");
            assertThat(reply.value("X-RateLimit-Limit-Day")).isEqualTo("70");
        }
    }

    @Test
    void onPublicPathsAndInOtherSpellingsTheKeyStaysBehindAsWell() throws IOException {
        call("/api/v1/open/x", "X-API-Key: " + billing.key());
        assertThat(backend.last().head()).doesNotContain(billing.key());
        call("/api/v1/open/x", "Authorization: ApiKey " + billing.key(), "X_API_Key: " + billing.key());
        assertThat(backend.last().head()).doesNotContain(billing.key()).doesNotContainIgnoringCase("authorization");
        call("/api/v1/open/x", "Authorization: Bearer abc");
        assertThat(sent("Authorization")).isEqualTo("Bearer abc");
    }

    @Test
    void whatIsNotTheKeyAloneIsRefused() throws IOException {
        String from = "X-Forwarded-For: 203.0.113.1";
        refused(call("/api/v1/shop/x", from, "X-API-Key: " + billing.key() + "x"));
        refused(call(
                "/api/v1/shop/x",
                from,
                "X-API-Key: " + Made.of("--name=stranger").key()));
        refused(call("/api/v1/shop/x", from, "X-API-Key:"));
        refused(call("/api/v1/shop/x", from, "Authorization: ApiKey"));
        refused(call("/api/v1/shop/x", from, "X-API-Key: " + expired.key()));
        refused(call("/api/v1/shop/x", from, "X-API-Key: " + billing.key(), Tokens.bearer()));
        refused(call("/api/v1/shop/x", from, "X-API-Key: " + billing.key(), "X-API-Key: " + billing.key()));
        refused(call("/api/v1/shop/x", from, "X-API-Key: " + billing.key(), "Authorization: ApiKey " + billing.key()));
        Http.Reply asToken = call("/api/v1/shop/x", from, "Authorization: Bearer " + billing.key());
        assertThat(asToken.status()).isEqualTo(401);
        assertThat(asToken.value("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(call("/api/v1/shop/x", Tokens.bearer(5, "reader")).status()).isEqualTo(200);
    }

    @Test
    void aKeyCountsOnlyFromItsNetworksAndRolesHold() throws IOException {
        assertThat(call("/api/v1/shop/x", "X-Forwarded-For: 10.1.2.3", "X-API-Key: " + local.key())
                        .status())
                .isEqualTo(403); // a user, and the route wants a reader
        refused(call("/api/v1/shop/x", "X-Forwarded-For: 203.0.113.9", "X-API-Key: " + local.key()));
    }

    @Test
    void theConsoleShowsPlansKeysAndWhoIsRefusedMostByHash() throws IOException {
        call("/api/v1/shop/x", "X-API-Key: " + billing.key());
        for (int i = 0; i < 32; i++) {
            call("/api/v1/shop/x", Tokens.bearer(987_654_321, "reader"));
        }

        String text = Http.get(gateway.managementPort(), "/console/state.json").text();
        JsonNode state = new ObjectMapper().readTree(text);

        assertThat(state.at("/refused_callers/hashed").asBoolean()).isTrue();
        JsonNode user = entry(state.at("/refused_callers/callers"), "kind", "user");
        assertThat(user.path("name").asText()).matches("[0-9a-f]{12}");
        assertThat(user.path("refused").asInt()).isEqualTo(2);
        assertThat(user.path("plan").asText()).isEqualTo("default");
        assertThat(user.path("limit").asText()).isEqualTo("minute");
        assertThat(text).doesNotContain("987654321", billing.key());

        JsonNode plans = state.at("/plans/plans");
        assertThat(state.at("/plans/mode").asText()).isEqualTo("enforce");
        assertThat(entry(plans, "name", "batch").path("limits").asText())
                .isEqualTo("50 requests a minute and 1000 an hour, 70 a day");
        assertThat(entry(plans, "name", "batch").at("/figures/allowed").asInt()).isPositive();
        assertThat(entry(plans, "name", "default").at("/figures/refused").asInt())
                .isGreaterThanOrEqualTo(2);

        JsonNode keys = state.at("/api_keys/keys");
        assertThat(entry(keys, "name", "billing").path("last_used").asText()).endsWith("Z");
        assertThat(entry(keys, "name", "old").path("status").asText()).isEqualTo("expired");
        assertThat(entry(keys, "name", "old").path("last_used").isNull()).isTrue();
    }

    private static JsonNode entry(JsonNode list, String field, String value) {
        for (JsonNode one : list) {
            if (one.path(field).asText().equals(value)) {
                return one;
            }
        }
        throw new AssertionError("no " + field + " " + value + " in " + list);
    }

    @Test
    void guessingKeysEndsIn429() throws IOException {
        int status = 401;
        for (int i = 0; i < 40 && status == 401; i++) {
            status = call("/api/v1/shop/x", "X-Forwarded-For: 203.0.113.77", "X-API-Key: guess" + i)
                    .status();
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    void aKeyEndsByTheFileAndByRedisAndABrokenFileChangesNothing() throws IOException {
        Made late = Made.of("--name=late", "--roles=reader");
        Made revoked = Made.of("--name=revoked", "--roles=reader");
        String all = billing.entry() + expired.entry() + local.entry();
        write(all + late.entry() + revoked.entry());
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        call("/api/v1/shop/x", "X-API-Key: " + late.key()).status())
                .isEqualTo(200));
        assertThat(call("/api/v1/shop/x", "X-API-Key: " + revoked.key()).status())
                .isEqualTo(200);
        double used = Scrape.of(gateway).sum("gateway_api_key_last_used_seconds", "key", "late");
        assertThat(used).isGreaterThan(1_700_000_000);
        assertThat(Scrape.of(gateway).sum("gateway_api_key_last_used_seconds", "key", "old"))
                .isZero();

        try (Issuer issuer = new Issuer(redis.url())) {
            issuer.revoke("user", "key:revoked");
        }
        await().untilAsserted(() -> refused(call("/api/v1/shop/x", "X-API-Key: " + revoked.key())));

        write(all + late.entry() + "  - {name: broken}\n");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(detailed())
                .contains("\"variable\":\"API_KEYS\"", "'sha256' is missing"));
        assertThat(call("/api/v1/shop/x", "X-API-Key: " + late.key()).status()).isEqualTo(200);

        write(all);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> refused(call("/api/v1/shop/x", "X-API-Key: " + late.key())));
        assertThat(Scrape.of(gateway).tagsOf("gateway_api_key_last_used_seconds"))
                .contains("id", "key");
        assertThat(Scrape.of(gateway).sum("gateway_tokens_refused_total", "reason", "api_key_unknown"))
                .isPositive();
    }

    @Test
    void aTokenWhoseUserLooksLikeAKeyIsRefused() throws IOException {
        try (TestGateway text = TestGateway.builder()
                .backend(backend)
                .with("JWT_USER_FORMAT", "text")
                .with("API_KEYS", file.toString())
                .start()) {
            String claims = "{\"sub\":\"%s\",\"type\":\"access\",\"exp\":4000000000}";
            assertThat(Http.get(
                                    text.port(),
                                    "/api/v1/budget/x",
                                    "Authorization: Bearer " + Tokens.sign(claims.formatted("key:billing")))
                            .status())
                    .isEqualTo(401);
            assertThat(Http.get(
                                    text.port(),
                                    "/api/v1/budget/x",
                                    "Authorization: Bearer " + Tokens.sign(claims.formatted("ada")))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theCommandRefusesWhatItCannotUseAndValidateChecksTheFile() throws IOException {
        assertThat(Command.run("api-key").status()).isEqualTo(2);
        assertThat(Command.run("api-key", "create").status()).isEqualTo(2);
        assertThat(Command.run("api-key", "create", "--name", "a b").status()).isEqualTo(2);
        assertThat(Command.run("api-key", "create", "--name", "a", "--rolls=b").err())
                .contains("unknown flag '--rolls'");
        assertThat(Command.run("api-key", "create", "--name=a", "--expires=soon")
                        .err())
                .contains("'soon' is no date");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "keys:\n  - {name: a, sha256: 12}\n");
        String routes = Command.folder(Map.of("shop.xml", Command.backend("shop", "/api/v1/shop")))
                .toString();
        Command refused = Command.run(Map.of("API_KEYS", broken.toString()), folder, "validate", routes);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains(broken + ":2:23: error: 'sha256' is no hash");

        Path own = Files.writeString(folder.resolve("own.yaml"), "keys:\n" + billing.entry());
        Path plans = Files.writeString(folder.resolve("own-plans.yaml"), "plans: [{name: batch, minute: 50, day: 70}]");
        Map<String, String> files = Map.of("API_KEYS", own.toString(), "RATE_LIMIT_PLANS", plans.toString());
        assertThat(Command.run(files, folder, "validate", routes).out()).contains("0 errors, 0 warnings");
        assertThat(Command.run(files, folder, "explain", "GET", "/api/v1/shop/x", routes, "--key=billing")
                        .out())
                .contains("or API key (X-API-Key: ...)", "rate limit: plan batch, 50 requests a minute");
        Command warned = Command.run(Map.of("API_KEYS", own.toString()), folder, "validate", routes);
        assertThat(warned.status()).isZero();
        assertThat(warned.out())
                .contains(
                        "API_KEYS: warning: key 'billing' names the plan 'batch', which RATE_LIMIT_PLANS does not have");
    }
}
