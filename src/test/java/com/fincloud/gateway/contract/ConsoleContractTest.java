package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' page on the management port, and what it asks the gateway for. */
class ConsoleContractTest {

    private static final String NESTED =
            """
            <doTry>
              <choice>
                <when><simple>${header.a} == 1</simple><to uri="http:rates?url=http://hush-1.example"/></when>
                <otherwise><to uri="http://ada:hush-2@files.example/in?password=hush-3"/></otherwise>
              </choice>
              <doCatch><exception>java.io.IOException</exception><stop/></doCatch>
            </doTry>
            <setHeader name="Authorization"><constant>Bearer hush-4</constant></setHeader>
            <enrich><constant>http:budget?api_key=hush-5</constant></enrich>
            <setBody><simple>secret=hush-6</simple></setBody>
            <setBody><constant>hush-7</constant></setBody>""";

    private static RecordingBackend backend;
    private static TestGateway gateway;
    private static Path folder = Path.of("");

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        folder = Command.folder(Map.of(
                "shop.xml", Command.backend("shop", "/api/v1/shop"),
                "plain.xml", Command.plain("plain", "direct:plain", NESTED),
                "slip.xml", Command.backend("slip", "/api/v1/slip", "&lt;img src=x>", "5")));
        gateway = TestGateway.builder()
                .backend(backend)
                .with("ROUTES_DIR", folder.toString())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private static Http.Reply get(String path) throws IOException {
        return Http.get(gateway.managementPort(), path);
    }

    private static JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(get(path).text());
    }

    private static JsonNode find(String path, String list, String field, String value) throws IOException {
        for (JsonNode item : json(path).path(list)) {
            if (item.at(field).asText().equals(value)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    @ParameterizedTest
    @CsvSource({
        "/console, text/html;charset=utf-8",
        "/console/console.css, text/css;charset=utf-8",
        "/console/console.js, text/javascript;charset=utf-8",
        "/console/failures.js, text/javascript;charset=utf-8",
        "/console/state.json, application/json",
        "/console/history.json, application/json",
        "/console/failures.json, application/json",
        "/console/failures.json?id=1, application/json",
        "/console/backends.json, application/json",
        "/console/diagram.json?route=shop, application/json"
    })
    void whatThePageNeedsIsThereAndMayDoNothingElse(String path, String type) throws IOException {
        Http.Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.value("Content-Type")).isEqualTo(type);
        assertThat(reply.value("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.value("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
    }

    @Test
    void theNumberOfOpenWebSocketsIsThere() throws IOException {
        assertThat(json("/console/state.json").path("websockets").isIntegralNumber())
                .isTrue();
    }

    @Test
    void thePageItselfHasNoScriptAndNoStyleInIt() throws IOException {
        assertThat(get("/console").text())
                .contains("<script type=\"module\" src=\"/console/console.js\"></script>")
                .doesNotContain("style=", "<style", "onclick=", "onload=", "//");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console/"})
    void theManagementPortLeadsThere(String path) throws IOException {
        Http.Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.value("Location")).isEqualTo("/console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/nowhere",
                "/console/nowhere.js",
                "/console/ConsoleServlet.class",
                "/console/x/console.js",
                "/console/diagram.json",
                "/console/diagram.json?route=nowhere"
            })
    void anUnknownPathIs404InJson(String path) throws IOException {
        Http.Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Not Found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void nothingCanBeChanged(String method) throws IOException {
        Http.Reply reply = Http.send(gateway.managementPort(), method, "/console/state.json", new byte[0]);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.value("Allow")).isEqualTo("GET, HEAD");
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    }

    @Test
    void aHeadHasNoBody() throws IOException {
        Http.Reply reply = Http.send(gateway.managementPort(), "HEAD", "/console", null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/", "/console/console.js", "/console/state.json"})
    void theClientPortKnowsNothingOfIt(String path) throws IOException {
        assertThat(Http.get(gateway.port(), path).status()).isEqualTo(401);
        assertThat(Http.get(gateway.port(), path, Tokens.bearer()).status()).isEqualTo(404);
    }

    @Test
    void aRouteHasItsFileAndWhatItHasCounted() throws IOException {
        Http.get(gateway.port(), "/api/v1/shop/1", Tokens.bearer()); // nobody listens there

        await().untilAsserted(() -> {
            JsonNode shop = find("/console/state.json", "routes", "/row/id", "shop");
            assertThat(shop.at("/row/file").asText()).isEqualTo("shop.xml");
            assertThat(shop.at("/figures/requests").asInt()).isPositive();
            assertThat(shop.at("/figures/failed").asInt()).isPositive();
            assertThat(shop.at("/figures/times/count").asInt()).isPositive();
            assertThat(shop.at("/figures/times/counts")).hasSameSizeAs(shop.at("/figures/times/seconds"));
        });
        assertThat(find("/console/state.json", "services", "/name", "shop")
                        .at("/figures/failed")
                        .asInt())
                .isPositive();
    }

    @Test
    void theLastMinuteIsThereBeforeThePageIsOpened() throws IOException {
        Http.get(gateway.port(), "/api/v1/nowhere", Tokens.bearer());

        await().untilAsserted(() -> {
            JsonNode samples = json("/console/history.json");
            JsonNode last = samples.path(samples.size() - 1);
            assertThat(last.at("/unmatched/requests").asInt()).isPositive();
            assertThat(last.at("/gateway/uptime_ms").asLong()).isPositive();
            assertThat(last.has("limiter")).isTrue();
        });
    }

    @Test
    void aServiceHasTheAddressesOfItsInstances() throws IOException {
        assertThat(find("/console/state.json", "services", "/name", "shop").path("addresses"))
                .extracting(JsonNode::asText)
                .containsExactly("http://shop:8001");
    }

    @Test
    void aFailedRequestIsListedAndFoundByItsId() throws IOException {
        String id = "0b5e6a52-6d1c-4d6a-9b8e-1f2a3b4c5d6e";
        Http.get(gateway.port(), "/api/v1/shop/1", Tokens.bearer(), "X-Request-ID: " + id);

        await().untilAsserted(() -> assertThat(find("/console/failures.json", "failed", "/request_id", id)
                        .path("status")
                        .asInt())
                .isEqualTo(503));
        assertThat(json("/console/failures.json?id=" + id)
                        .at("/failures/0/calls/0/instance")
                        .asText())
                .isEqualTo("http://shop:8001");
        assertThat(json("/console/failures.json?id=nowhere").path("detail").asText())
                .contains("No failed request with this id is kept");
    }

    @Test
    void aRejectedFileSaysWhereAndWhy() throws IOException {
        JsonNode file = find("/console/state.json", "files", "/name", "slip.xml");

        assertThat(file.at("/status").asText()).isEqualTo("rejected");
        assertThat(file.at("/findings/0/line").asInt()).isEqualTo(6);
        assertThat(file.at("/findings/0/reason").asText()).contains("<img src=x>");
    }

    @Test
    void theLastChangesOfFilesAreRemembered() throws IOException {
        Path late = folder.resolve("late.xml");
        Files.writeString(late, Command.backend("late", "/api/v1/late"), StandardCharsets.UTF_8);
        await().untilAsserted(() -> assertThat(
                        json("/console/state.json").at("/changes/0/event").asText())
                .isEqualTo("loaded"));
        Files.delete(late);

        await().untilAsserted(() -> {
            JsonNode change = json("/console/state.json").at("/changes/0");
            assertThat(change.path("event").asText()).isEqualTo("removed");
            assertThat(change.path("file").asText()).isEqualTo("late.xml");
            assertThat(change.path("routes").path(0).asText()).isEqualTo("late");
        });
    }

    @Test
    void aDiagramNestsStepsAsTheRouteDoes() throws IOException {
        JsonNode steps = json("/console/diagram.json?route=plain").path("steps");

        assertThat(steps.at("/0/text").asText()).isEqualTo("direct:plain");
        JsonNode attempt = steps.path(1);
        assertThat(attempt.path("kind").asText()).isEqualTo("doTry");
        assertThat(attempt.at("/steps/0/kind").asText()).isEqualTo("choice");
        assertThat(attempt.at("/steps/0/branches/0/text").asText()).isEqualTo("${header.a} == 1");
        assertThat(attempt.at("/steps/0/branches/1/steps/0/kind").asText()).isEqualTo("to");
        assertThat(attempt.at("/branches/0/kind").asText()).isEqualTo("doCatch");
        assertThat(attempt.at("/branches/0/text").asText()).isEqualTo("IOException");
    }

    @Test
    void aRouteOfTheTemplateShowsChainBreakerAndFallback() throws IOException {
        JsonNode steps = json("/console/diagram.json?route=shop").path("steps");

        assertThat(steps.at("/1/kind").asText()).isEqualTo("filters");
        assertThat(steps.at("/1/steps").findValuesAsText("text"))
                .containsExactly("Authentication", "RateLimiting", "Authorization", "Forwarding", "WebSocketOpening");
        assertThat(steps.at("/2/kind").asText()).isEqualTo("circuitBreaker");
        assertThat(steps.at("/2/steps/0/text").asText()).isEqualTo("http:shop");
        assertThat(steps.at("/2/branches/0/kind").asText()).isEqualTo("onFallback");
    }

    @Test
    void noSecretOfARouteFileIsShown() throws IOException {
        assertThat(get("/console/diagram.json?route=plain").text())
                .contains("Authorization", "http:budget")
                .doesNotContain("hush");
        assertThat(get("/console/state.json").text().replace("\"http://hush-1.example\"", "\"an address\""))
                .doesNotContain("hush", "secret-key");
    }

    @Test
    void backendsAreAskedOnceHoweverManyLook() throws IOException {
        long asked = health();
        for (int i = 0; i < 10; i++) {
            assertThat(json("/console/backends.json").at("/budget/status").asText())
                    .isEqualTo("healthy");
        }

        assertThat(health() - asked).isLessThanOrEqualTo(3); // the three services are one backend here
    }

    private static long health() {
        return backend.requests().stream()
                .filter(request -> request.target().equals("/health"))
                .count();
    }

    @Test
    void toLookAtTheStateAsksNoBackend() throws IOException {
        long asked = health();

        json("/console/state.json");

        assertThat(health()).isEqualTo(asked);
    }
}
