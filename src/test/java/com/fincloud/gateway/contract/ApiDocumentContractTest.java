package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 9: one document of all services, made from theirs. */
class ApiDocumentContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String MONEY =
            """
            <templatedRoutes xmlns="http://camel.apache.org/schema/xml-io">
              <templatedRoute routeTemplateRef="backend" routeId="money">
                <parameter name="path" value="/money"/>
                <parameter name="rewrite" value="/api/v1"/>
                <parameter name="service" value="money"/>
                <parameter name="url" value="%s"/>
                <parameter name="roles" value="clerk"/>
                <parameter name="limitPerMinute" value="7"/>
              </templatedRoute>
            </templatedRoutes>
            """;

    private static RecordingBackend budget;
    private static RecordingBackend portfolio;
    private static RecordingBackend notification;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        budget = new RecordingBackend();
        portfolio = new RecordingBackend();
        notification = new RecordingBackend();
        describe(budget);
        portfolio.on("/openapi.json", 404, "", "no");
        portfolio.on("/v3/api-docs", 200, "Content-Type: application/json\n", document("portfolio-openapi.json"));
        notification.on("/openapi.json", (request, socket, out) -> hang(socket));
        gateway = builder().start();
    }

    /** Each test finds the budget service with its document, whatever the last one has made of it. */
    @BeforeEach
    void mend() throws IOException {
        describe(budget);
    }

    private static void describe(RecordingBackend service) throws IOException {
        service.on(
                "/openapi.json",
                200,
                "Content-Type: application/json\nETag: \"one\"\n",
                document("budget-openapi.json"));
    }

    private static TestGateway.Builder builder() {
        return TestGateway.builder()
                .with("BUDGET_SERVICE_URL", budget.url())
                .with("PORTFOLIO_SERVICE_URL", portfolio.url())
                .with("NOTIFICATION_SERVICE_URL", notification.url())
                .with("API_DOCS_REFRESH", "0.2");
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        budget.close();
        portfolio.close();
        notification.close();
    }

    private static String document(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/demo", name));
    }

    private static void hang(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // until the gateway gives up
        }
    }

    private static Http.Reply get(String path, String... headers) throws IOException {
        return Http.get(gateway.port(), path, headers);
    }

    private static JsonNode merged() throws IOException {
        return merged(gateway);
    }

    private static JsonNode merged(TestGateway of) throws IOException {
        Http.Reply reply = Http.get(of.port(), "/openapi.json");
        assertThat(reply.status()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }

    private static void awaitStatus(String service, String status) {
        awaitStatus(gateway, service, status);
    }

    private static void awaitStatus(TestGateway of, String service, String status) {
        await().atMost(Duration.ofSeconds(30)).until(() -> merged(of)
                .path("x-gateway-services")
                .path(service)
                .path("document")
                .asText()
                .equals(status));
    }

    @Test
    void everyServicesOperationsStandUnderTheirClientsPaths() throws IOException {
        awaitStatus("budget", "live");
        awaitStatus("portfolio", "live");
        JsonNode document = merged();
        JsonNode paths = document.path("paths");

        assertThat(document.at("/info/title").asText()).isEqualTo("FinCloud API Gateway");
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
        assertThat(paths.has("/api/v1/auth/login")).isTrue();
        assertThat(paths.has("/api/v1/accounts/{id}")).isTrue();
        assertThat(paths.has("/api/v1/portfolios")).isTrue();
        assertThat(paths.has("/api/v1/status")).isTrue();
        assertThat(paths.at("/~1api~1v1~1auth~1login/post/security")).isEmpty();
        assertThat(paths.at("/~1api~1v1~1accounts/get/security/0/bearerAuth").isArray())
                .isTrue();
        assertThat(document.findValuesAsText("$ref"))
                .allMatch(reference -> document.at(reference.substring(1)).isObject());
        assertThat(document.toString()).doesNotContain("127.0.0.1");
    }

    @Test
    void aServiceThatHangsIsDescribedByItsPrefixAndDelaysNobody() throws IOException {
        long began = System.nanoTime();
        JsonNode document = merged();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(document.at("/paths/~1api~1v1~1notifications/get/x-gateway-prefix")
                        .asBoolean())
                .isTrue();
        assertThat(document.at("/x-gateway-services/notification/document").asText())
                .isEqualTo("unknown");
    }

    @Test
    void anUnchangedDocumentIsAskedForByItsTagAndANewOneTakesItsPlace() throws Exception {
        awaitStatus("budget", "live");
        budget.on(
                "/openapi.json",
                (request, socket, out) -> out.write(RecordingBackend.head(
                        "\"one\"".equals(request.value("If-None-Match"))
                                ? "HTTP/1.1 304 Not Modified\n\n"
                                : "HTTP/1.1 500 Forgotten\nContent-Length: 0\n\n")));
        int before = budget.requests().size();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> budget.requests().stream()
                                .skip(before)
                                .filter(request -> "\"one\"".equals(request.value("If-None-Match")))
                                .count()
                        > 2);
        awaitStatus("budget", "live");

        budget.on(
                "/openapi.json",
                200,
                "Content-Type: application/json\nETag: \"two\"\n",
                document("budget-openapi.json").replace("/api/v1/reports/summary", "/api/v1/reports/yearly"));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> merged().path("paths").has("/api/v1/reports/yearly"));
        assertThat(merged().path("paths").has("/api/v1/reports/summary")).isFalse();
    }

    @Test
    @SuppressWarnings("try") // the service goes before its block ends
    void whatWasLastKnownStaysWhenAServiceGoes() throws IOException {
        try (RecordingBackend going = new RecordingBackend();
                TestGateway own =
                        builder().with("BUDGET_SERVICE_URL", going.url()).start()) {
            describe(going);
            awaitStatus(own, "budget", "live");
            going.close();
            awaitStatus(own, "budget", "last_known");
            JsonNode document = merged(own);
            JsonNode health = JSON.readTree(
                            Http.get(own.port(), "/api/v1/health/detailed").body())
                    .path("api_documents");

            assertThat(document.path("paths").has("/api/v1/accounts")).isTrue();
            assertThat(document.at("/x-gateway-services/budget/last_seen").asText())
                    .isNotEmpty();
            assertThat(health.at("/budget/status").asText()).isEqualTo("last_known");
            assertThat(health.at("/budget/error").asText()).isNotEmpty().doesNotContain("127.0.0.1");
            assertThat(health.at("/portfolio/status").asText()).isIn("live", "unknown");
            assertThat(Http.get(own.managementPort(), "/actuator/prometheus").text())
                    .contains("gateway_api_documents{status=\"last_known\"} 1.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"huge", "endless", "deep", "html", "redirect", "encoded", "cut", "drip", "duplicate", "swagger"})
    void whatABackendSendsInPlaceOfADocumentChangesNothing(String attack) throws Exception {
        awaitStatus("budget", "live");
        budget.on("/openapi.json", (request, socket, out) -> {
            String ok = "HTTP/1.1 200 OK\nContent-Type: application/json\n";
            switch (attack) {
                case "huge" -> {
                    out.write(RecordingBackend.head(ok + "Content-Length: 52428802\n\n\""));
                    out.write("a".repeat(52_428_800).getBytes(StandardCharsets.US_ASCII));
                    out.write('"');
                }
                case "endless" -> {
                    out.write(RecordingBackend.head(ok + "Connection: close\n\n{"));
                    while (true) {
                        out.write("\"a\":1,".repeat(1000).getBytes(StandardCharsets.US_ASCII));
                    }
                }
                case "deep" -> sized(out, ok, "{\"openapi\":\"3.1.0\",\"paths\":" + "[".repeat(1_000_000));
                case "html" ->
                    sized(out, "HTTP/1.1 200 OK\nContent-Type: text/html\n", "{\"openapi\":\"3.1.0\",\"paths\":{}}");
                case "redirect" ->
                    out.write(RecordingBackend.head("HTTP/1.1 302 Found\nLocation: " + portfolio.url()
                            + "/v3/api-docs\nContent-Length: 0\n\n"));
                case "encoded" -> sized(out, ok + "Content-Encoding: gzip\n", "x");
                case "cut" -> {
                    out.write(RecordingBackend.head(ok + "Content-Length: 100\n\n{\"openapi\":\"3.1.0\","));
                    out.flush();
                    socket.close();
                }
                case "drip" -> {
                    out.write(RecordingBackend.head(ok + "Content-Length: 1000000\n\n"));
                    while (true) {
                        out.write(' ');
                        out.flush();
                        Thread.sleep(100);
                    }
                }
                case "duplicate" -> sized(out, ok, "{\"openapi\":\"3.1.0\",\"paths\":{},\"paths\":{}}");
                default -> sized(out, ok, "{\"swagger\":\"2.0\",\"paths\":{}}");
            }
        });
        awaitStatus("budget", "last_known");

        assertThat(merged().path("paths").has("/api/v1/accounts")).isTrue();
        assertThat(merged().path("paths").has("/api/v1/portfolios")).isTrue();
        assertThat(get("/api/v1/accounts", Tokens.bearer()).status()).isEqualTo(200);
    }

    private static void sized(OutputStream out, String head, String body) throws IOException {
        out.write(RecordingBackend.head(head + "Content-Length: " + body.length() + "\n\n"));
        out.write(body.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void noServiceIsAskedWhereTheRefreshIsZero() throws IOException {
        try (RecordingBackend asked = new RecordingBackend();
                TestGateway own =
                        builder().backend(asked).with("API_DOCS_REFRESH", "0").start()) {
            assertThat(merged(own)
                            .at("/paths/~1api~1v1~1accounts/get/x-gateway-prefix")
                            .asBoolean())
                    .isTrue();
            assertThat(Http.get(own.port(), "/api/v1/accounts", Tokens.bearer()).status())
                    .isEqualTo(200);
            assertThat(asked.requests()).hasSize(1);
        }
    }

    @Test
    void theDocumentFollowsTheRoutes() throws Exception {
        Path folder = Files.createTempDirectory("routes");
        try (TestGateway own = builder().changing(folder).start()) {
            assertThat(merged(own).at("/x-gateway-services")).isEmpty();

            DeployedFile.put(folder, "a.xml", MONEY.formatted(budget.url()));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> merged(own).path("paths").has("/money/accounts/{id}"));
            JsonNode operation = merged(own).at("/paths/~1money~1accounts~1{id}/get");
            assertThat(operation.at("/security/0/bearerAuth/0").asText()).isEqualTo("clerk");
            assertThat(operation.at("/x-gateway-limits/per_minute").asInt()).isEqualTo(7);
            assertThat(operation.at("/tags/0").asText()).isEqualTo("money");
        }
    }

    @Test
    void theDocumentAndThePagesAreTaggedCompressedAndKept() throws IOException {
        for (String path : List.of(
                "/openapi.json", "/openapi.yaml", "/docs", "/redoc", "/docs/docs.js", "/redoc/redoc.standalone.js")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                Http.Reply whole = get(path);
                Http.Reply again = get(path, "If-None-Match: " + whole.value("ETag"));
                Http.Reply head = Http.send(gateway.port(), "HEAD", path, null);
                return again.status() == 304
                        && again.body().length == 0
                        && head.status() == 200
                        && whole.value("Content-Length") != null
                        && whole.value("Content-Length").equals(head.value("Content-Length"))
                        && whole.body().length == Integer.parseInt(String.valueOf(whole.value("Content-Length")));
            });
        }
        Http.Reply packed = get("/openapi.json", "Accept-Encoding: br, gzip");
        assertThat(packed.value("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.body().length)
                .isLessThan(get("/openapi.json", "Accept-Encoding: gzip;q=0").body().length / 3);
        assertThat(get("/docs/swagger-ui-bundle.js").value("Cache-Control")).contains("immutable");
    }

    @Test
    void thePagesRunNothingButTheirOwnScripts() throws IOException {
        for (String path : List.of("/docs", "/redoc")) {
            Http.Reply page = get(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.value("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(page.value("Content-Security-Policy"))
                    .contains(
                            "default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "http:", "https:", "*");
            assertThat(page.text())
                    .doesNotContain("http://")
                    .doesNotContain("https://")
                    .doesNotContain("<script>");
        }
    }

    @Test
    void whatAPageLoadsIsPublicAndNothingElseBelowItIs() throws IOException {
        assertThat(get("/docs/docs.js").status()).isEqualTo(200);
        assertThat(get("/openapi.yaml").status()).isEqualTo(200);
        for (String path : List.of("/docs/x", "/docs/x/", "/docsx", "/docsx/", "/docs/docs.js/x", "/redoc/docs.js")) {
            assertThat(get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(get("/docs/docs%2ejs").status()).isEqualTo(400);
        assertThat(Http.send(gateway.port(), "POST", "/docs/docs.js", new byte[0])
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/redoc"})
    void aSlashBehindAPageLeadsToThePageAndOpensNothingElse(String page) throws IOException {
        Http.Reply reply = get(page + "/?x=y");

        assertThat(reply.status()).isEqualTo(308);
        assertThat(reply.value("Location")).isEqualTo(page);
        assertThat(reply.body()).isEmpty();
        assertThat(Http.send(gateway.port(), "HEAD", page + "/", null).status()).isEqualTo(308);
        assertThat(Http.send(gateway.port(), "POST", page + "/", new byte[0]).status())
                .isEqualTo(401);
        assertThat(get(page).status()).isEqualTo(200);
    }

    @Test
    void whoTakesThePagesFromThePublicTakesWhatTheyLoadToo() throws IOException {
        try (TestGateway own = builder().with("PUBLIC_PATHS", "/health,/redoc").start()) {
            assertThat(Http.get(own.port(), "/docs/").status()).isEqualTo(401);
            assertThat(Http.get(own.port(), "/redoc/").status()).isEqualTo(308);
            for (String path :
                    List.of("/docs", "/docs/docs.js", "/docs/swagger-ui-bundle.js", "/openapi.json", "/openapi.yaml")) {
                assertThat(Http.get(own.port(), path).status()).as(path).isEqualTo(401);
                assertThat(Http.get(own.port(), path, Tokens.bearer()).status())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(Http.get(own.port(), "/redoc/redoc.js").status()).isEqualTo(200);
        }
    }
}
