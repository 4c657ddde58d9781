package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of {@code routes/examples}, all of them in one gateway, does what its comment says, also when a service fails. A test's
 * tag is the file that it is about.
 */
class ExamplesContractTest {

    private static final Path FOLDER = Path.of("routes/examples");
    private static final Pattern PATH = Pattern.compile("platform-http:([^\"?]+)|name=\"path\"\\s+value=\"([^\"]+)\"");

    private static RecordingBackend budget;
    private static RecordingBackend portfolio;
    private static RecordingBackend next;
    private static RecordingBackend other;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        budget = new RecordingBackend();
        portfolio = new RecordingBackend();
        next = new RecordingBackend();
        other = new RecordingBackend();
        gateway = TestGateway.builder()
                .with("ROUTES_DIR", FOLDER.toString())
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "100000")
                .with("RATE_LIMIT_PER_HOUR", "100000")
                .with("REDIS_URL", "redis://127.0.0.1:1/0")
                .with("REQUEST_TIMEOUT", "5")
                .with("BUDGET_SERVICE_URL", budget.url())
                .with("PORTFOLIO_SERVICE_URL", portfolio.url())
                .with("NOTIFICATION_SERVICE_URL", other.url())
                .with("PORTFOLIO_NEXT_SERVICE_URL", next.url())
                .with("INVOICE_SERVICE_URL", other.url())
                .with("RATES_SERVICE_URL", other.url())
                .with("AUDIT_SERVICE_URL", other.url())
                .with("SEPA_SERVICE_URL", other.url() + "/sepa")
                .with("SWIFT_SERVICE_URL", other.url() + "/swift")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        for (RecordingBackend backend : List.of(budget, portfolio, next, other)) {
            backend.close();
        }
    }

    /** Answers of the test before are forgotten, and the breakers' counts with them. */
    @BeforeEach
    void forget() throws IOException {
        List.of(budget, portfolio, next, other).forEach(RecordingBackend::forget);
        get("/api/v2/ledger/ok");
        get("/api/v1/dividends/ok");
        List.of(budget, portfolio).forEach(RecordingBackend::forget);
    }

    private static Http.Reply get(String target, String... headers) throws IOException {
        return send("GET", target, null, headers);
    }

    private static Http.Reply post(String target, String body, String... headers) throws IOException {
        return send("POST", target, body, headers);
    }

    private static Http.Reply send(String method, String target, @Nullable String body, String... headers)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(Tokens.bearer());
        return Http.send(
                gateway.port(),
                method,
                target,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    static List<String> files() throws IOException {
        try (Stream<Path> entries = Files.list(FOLDER)) {
            return entries.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyExampleHasATest() throws IOException {
        Set<String> tested = Arrays.stream(ExamplesContractTest.class.getDeclaredMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotationsByType(Tag.class)))
                .map(Tag::value)
                .collect(Collectors.toSet());

        assertThat(tested).containsExactlyInAnyOrderElementsOf(files());
    }

    @Test
    void allExamplesLoadTogether() throws IOException {
        String health = Http.get(gateway.port(), "/api/v1/health/detailed").text();

        assertThat(health).doesNotContain("rejected");
        for (String file : files()) {
            assertThat(health).contains("\"file\":\"" + file + "\"");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyExampleBeginsWithOneCommentAndNeedsAToken(String file) throws IOException {
        String text = Files.readString(FOLDER.resolve(file));
        assertThat(text).startsWith("<!-- ");
        assertThat(text.split("<!--", -1)).hasSize(2);

        Matcher path = PATH.matcher(text);
        assertThat(path.find()).isTrue();
        do {
            String target = path.group(1) == null ? path.group(2) : path.group(1);
            Http.Reply reply = Http.get(gateway.port(), target.replace("{currency}", "CHF"));
            assertThat(reply.status()).as(target).isEqualTo(401);
            assertThat(reply.text()).isEqualTo("{\"detail\":\"Missing authentication token\"}");
        } while (path.find());
    }

    @Test
    @Tag("expose-a-service.xml")
    void aNewServiceGetsItsPathsAsTheyAre() throws IOException {
        assertThat(get("/api/v1/invoices/7?a=%20&a=").text()).isEqualTo("ok");
        assertThat(other.last().target()).isEqualTo("/api/v1/invoices/7?a=%20&a=");

        other.on("/api/v1/invoices", (request, socket, out) -> socket.close());
        assertThat(get("/api/v1/invoices").text()).isEqualTo("{\"detail\":\"Invalid response from service invoice\"}");
    }

    @Test
    @Tag("rewrite-a-path.xml")
    void aPathIsRewrittenByteForByte() throws IOException {
        get("/api/v2/ledger/a%2Fb//c?q=%C3%A9");
        assertThat(budget.last().target()).isEqualTo("/internal/ledger/v2/a%2Fb//c?q=%C3%A9");

        budget.on("/internal/ledger/v2", 500, "", "own words");
        assertThat(get("/api/v2/ledger").text()).isEqualTo("own words");
    }

    @Test
    @Tag("roles.xml")
    void onlyItsRolesReadTheAuditTrail() throws IOException {
        assertThat(get("/api/v1/audit").status()).isEqualTo(403);
        Http.Reply reply = Http.get(gateway.port(), "/api/v1/audit/1", Tokens.bearer(7, "auditor"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.value("X-RateLimit-Limit-Minute")).isEqualTo("20");
        assertThat(Http.send(gateway.port(), "DELETE", "/api/v1/audit/1", null, Tokens.bearer(7, "admin"))
                        .status())
                .isEqualTo(405);

        assertThat(get("/api/v1/budget/audit/1").status()).isEqualTo(403);
        assertThat(Http.get(gateway.port(), "/api/v1/budget/audit/1", Tokens.bearer(7, "auditor"))
                        .status())
                .isEqualTo(200);
        assertThat(budget.last().target()).isEqualTo("/api/v1/audit/1");

        budget.on("/api/v1/audit/2", (request, socket, out) -> socket.close());
        assertThat(Http.get(gateway.port(), "/api/v1/audit/2", Tokens.bearer(7, "admin"))
                        .text())
                .isEqualTo("{\"detail\":\"Invalid response from service budget\"}");
    }

    @Test
    @Tag("deprecate-a-path.xml")
    void aDeprecatedPathSaysUntilWhenAndWhatInstead() throws IOException {
        Http.Reply reply = get("/api/v0/reports/monthly");

        assertThat(budget.last().target()).isEqualTo("/api/v1/reports/monthly");
        assertThat(reply.values("Deprecation")).containsExactly("@1798675200");
        assertThat(reply.values("Sunset")).containsExactly("Fri, 31 Dec 2027 23:59:59 GMT");
        assertThat(reply.values("Link")).containsExactly("</api/v1/reports>; rel=\"successor-version\"");

        budget.on("/api/v1/reports/broken", (request, socket, out) -> socket.close());
        assertThat(get("/api/v0/reports/broken").values("Sunset")).isEmpty();
    }

    @Test
    @Tag("canary-by-weight.xml")
    void oneCallInTenGoesToTheNextVersion() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(send("PUT", "/api/v1/quotes/x?i=" + i, "body").status()).isEqualTo(200);
        }

        assertThat(portfolio.requests()).hasSize(18);
        assertThat(next.requests()).hasSize(2);
        assertThat(next.last().target()).startsWith("/api/v1/quotes/x?i=");
        assertThat(next.last().requestLine()).startsWith("PUT ");
        assertThat(next.last().text()).isEqualTo("body");
        assertThat(next.last().values("X-User-ID")).containsExactly("42");

        next.on("/api/v1/quotes", (request, socket, out) -> socket.close());
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(get("/api/v1/quotes").text());
        }
        assertThat(answers).filteredOn("ok"::equals).hasSize(9);
        assertThat(answers).contains("{\"detail\":\"Invalid response from service portfolio-next\"}");
    }

    @Test
    @Tag("canary-by-header.xml")
    void testersGetTheNextVersion() throws IOException {
        get("/api/v1/dividends/1", "X-Canary: always");
        assertThat(next.requests()).hasSize(1);
        get("/api/v1/dividends/1", "X-Canary: ${exchange}");
        get("/api/v1/dividends/1?X-Canary=always");
        assertThat(next.requests()).hasSize(1);
        assertThat(portfolio.requests()).hasSize(2);

        next.on("/api/v1/dividends", 503, "Retry-After: 9\n", "own words");
        Http.Reply reply = get("/api/v1/dividends", "X-Canary: always");
        assertThat(reply.text()).isEqualTo("own words");
        assertThat(reply.value("Retry-After")).isEqualTo("9");
    }

    @Test
    @Tag("merge-two-services.xml")
    void twoServicesMakeOneAnswer() throws IOException {
        budget.on(
                "/api/v1/accounts/",
                200,
                "Content-Type: application/json\nETag: x\nSet-Cookie: a=1\n",
                "[{\"b\":-50.00}]");
        portfolio.on("/api/v1/portfolios/", 200, "", "[]");

        Http.Reply reply = get("/api/v1/overview", "Accept-Encoding: gzip", "If-None-Match: x");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"accounts\":[{\"b\":-50.00}],\"portfolios\":[]}");
        assertThat(reply.values("Content-Type")).containsExactly("application/json");
        assertThat(reply.head()).doesNotContainIgnoringCase("etag", "set-cookie", "x-partial");
        assertThat(budget.last().value("X-User-ID")).isEqualTo("42");
        assertThat(budget.last().value("X-Request-ID")).isEqualTo(reply.value("X-Request-ID"));
        assertThat(budget.last().head()).doesNotContainIgnoringCase("accept-encoding", "if-none-match");
    }

    @Test
    @Tag("merge-two-services.xml")
    void aServiceThatFailsLeavesItsMemberNull() throws IOException {
        budget.on("/api/v1/accounts/", 200, "", "[]");
        portfolio.on("/api/v1/portfolios/", 500, "", "no");

        Http.Reply reply = get("/api/v1/overview");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"accounts\":[],\"portfolios\":null}");
        assertThat(reply.value("X-Partial")).isEqualTo("true");
    }

    @Test
    @Tag("merge-two-services.xml")
    void manyMergedCallsDoNotQueue() throws Exception {
        RecordingBackend.Answer slow = (request, socket, out) -> {
            TimeUnit.MILLISECONDS.sleep(700);
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 2\n\n[]"));
        };
        budget.on("/api/v1/accounts/", slow);
        portfolio.on("/api/v1/portfolios/", slow);
        ExecutorService clients = Executors.newFixedThreadPool(60);
        Callable<String> client = () -> get("/api/v1/overview").text();
        List<Future<String>> answers =
                clients.invokeAll(Stream.generate(() -> client).limit(60).toList(), 5, TimeUnit.SECONDS);

        for (Future<String> answer : answers) {
            assertThat(answer.isCancelled()).as("it took more than 5 s").isFalse();
            assertThat(answer.get()).isEqualTo("{\"accounts\":[],\"portfolios\":[]}");
        }
        clients.shutdown();
    }

    @Test
    @Tag("slowest-left-out.xml")
    void theSlowestIsLeftOutAndItsCallEnded() throws Exception {
        budget.on("/api/v1/news", 200, "", "[1]");
        portfolio.on("/api/v1/news", 404, "", "no");
        AtomicInteger ended = new AtomicInteger();
        other.on("/api/v1/news", (request, socket, out) -> {
            try {
                socket.getInputStream().read();
            } finally {
                ended.incrementAndGet();
            }
        });

        for (int i = 1; i <= 6; i++) {
            int calls = i;
            assertThat(get("/api/v1/news").text()).isEqualTo("{\"budget\":[1],\"portfolio\":null}");
            await().atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(ended).hasValue(calls));
        }

        other.on("/api/v1/news", 200, "", "[3]");
        assertThat(get("/api/v1/news").text())
                .as("no breaker took it for a failure")
                .isEqualTo("{\"budget\":[1],\"portfolio\":null,\"notification\":[3]}");
    }

    @Test
    @Tag("enrich-a-request.xml")
    void anOrderCarriesTheCallersPlan() throws IOException {
        budget.on("/api/v1/users/me/plan", 200, "X-Budget: 1\n", "gold");

        Http.Reply reply =
                post("/api/v1/orders?dry=1", "{\"asset\":1}", "Content-Type: application/json", "X-Plan: fake");

        assertThat(reply.text()).isEqualTo("ok");
        assertThat(reply.values("X-Budget")).isEmpty();
        assertThat(reply.values("X-Plan")).isEmpty();
        assertThat(budget.last().head())
                .startsWith("GET /api/v1/users/me/plan ")
                .doesNotContainIgnoringCase("content-");
        assertThat(portfolio.last().requestLine()).startsWith("POST /api/v1/orders?dry=1 ");
        assertThat(portfolio.last().text()).isEqualTo("{\"asset\":1}");
        assertThat(portfolio.last().values("X-Plan")).containsExactly("gold");
        assertThat(portfolio.last().values("Content-Type")).containsExactly("application/json");
    }

    @Test
    @Tag("enrich-a-request.xml")
    void withoutThePlanNoOrderIsPlaced() throws IOException {
        budget.on("/api/v1/users/me/plan", 404, "", "no plan");

        Http.Reply reply = post("/api/v1/orders", "{}");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid response from service budget\"}");
        assertThat(portfolio.requests()).isEmpty();
    }

    @Test
    @Tag("soap-behind-json.xml")
    void aSoapServiceAnswersInJson() throws IOException {
        other.on(
                "/soap/rates",
                200,
                "Content-Type: text/xml\n",
                "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><r:Got xmlns:r='urn:rates'>"
                        + "<r:rate>0.9312</r:rate></r:Got></e:Body></e:Envelope>");

        Http.Reply reply = get("/api/v1/rates/CHF", "Accept-Encoding: gzip");

        assertThat(reply.text()).isEqualTo("{\"currency\":\"CHF\",\"rate\":\"0.9312\"}");
        assertThat(reply.values("Content-Type")).containsExactly("application/json");
        assertThat(other.last().requestLine()).startsWith("POST /soap/rates ");
        assertThat(other.last().value("SOAPAction")).isEqualTo("\"urn:rates#Get\"");
        assertThat(other.last().text()).contains("<GetRate xmlns=\"urn:rates\"><currency>CHF</currency></GetRate>");
    }

    @ParameterizedTest
    @Tag("soap-behind-json.xml")
    @CsvSource({"chf", "CHFX", "%63hf", "&lt;a", "${body}"})
    void whatIsNoCurrencyDoesNotReachTheSoapService(String currency) throws IOException {
        Http.Reply reply = get("/api/v1/rates/" + currency);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(other.requests()).isEmpty();
    }

    @ParameterizedTest
    @Tag("soap-behind-json.xml")
    @CsvSource({
        "500, <Fault/>",
        "200, <Body><rate>a lot</rate></Body>",
        "200, <html>no xml",
        "200, <!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><rate>&e;</rate>"
    })
    void aFaultAndAnAnswerWithoutARateAre502(int status, String body) throws IOException {
        other.on("/soap/rates", status, "", body);

        Http.Reply reply = get("/api/v1/rates/CHF");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid response from service rates\"}");
        assertThat(reply.values("Content-Type")).containsExactly("application/json");
    }

    @Test
    @Tag("wire-tap.xml")
    void aTransferIsCopiedToTheAuditService() throws IOException {
        Http.Reply reply = post("/api/v1/transfers", "{\"amount\":1}", "Content-Type: application/json");

        assertThat(reply.text()).isEqualTo("ok");
        assertThat(budget.last().text()).isEqualTo("{\"amount\":1}");
        await().untilAsserted(() -> assertThat(other.requests()).hasSize(1));
        assertThat(other.last().requestLine()).startsWith("POST /events ");
        assertThat(other.last().text()).isEqualTo("{\"amount\":1}");
        assertThat(other.last().value("X-User-ID")).isEqualTo("42");
        assertThat(post("/api/v1/transfers", "x".repeat(65537)).status()).isEqualTo(413);
    }

    @Test
    @Tag("wire-tap.xml")
    void theClientDoesNotWaitForTheAuditService() throws IOException {
        other.on("/events", (request, socket, out) -> TimeUnit.SECONDS.sleep(4));
        long start = System.nanoTime();

        assertThat(post("/api/v1/transfers", "{}").text()).isEqualTo("ok");

        assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
        budget.on("/api/v1/transfers", (request, socket, out) -> socket.close());
        assertThat(post("/api/v1/transfers", "{}").text())
                .isEqualTo("{\"detail\":\"Invalid response from service budget\"}");
    }

    @Test
    @Tag("static-mock.xml")
    void aMockAnswersWithoutAService() throws IOException {
        Http.Reply reply = get("/api/v1/loans", "X-Secret: 1");

        assertThat(reply.text())
                .isEqualTo("[{\"id\":1,\"amount\":\"25000.00\",\"currency\":\"EUR\",\"rate\":\"3.90\"}]");
        assertThat(reply.values("Cache-Control")).containsExactly("no-store");
        assertThat(reply.values("X-Secret")).isEmpty();
        assertThat(send("DELETE", "/api/v1/loans", null).status()).isEqualTo(405);
    }

    @Test
    @Tag("cache-a-get.xml")
    void anAnswerIsKeptForAllUsersByPathAndQuery() throws IOException {
        portfolio.on("/api/v1/prices/1", 200, "Content-Type: application/json\nX-A: 1\nX-A: 2\n", "{\"p\":1.50}");

        Http.Reply first = get("/api/v1/prices/1?in=EUR");
        Http.Reply second = Http.get(gateway.port(), "/api/v1/prices/1?in=EUR", Tokens.bearer(7, "user"));

        assertThat(portfolio.requests()).hasSize(1);
        assertThat(second.text()).isEqualTo(first.text()).isEqualTo("{\"p\":1.50}");
        assertThat(second.values("X-A")).containsExactly("1", "2");
        assertThat(second.value("Age")).isEqualTo("0");
        assertThat(first.values("Age")).isEmpty();
        get("/api/v1/prices/1?in=CHF");
        get("/api/v1/prices/1?in=EUR", "Accept-Language: de");
        get("/api/v1/prices/1?in=EUR", "Cache-Control: no-cache");
        send("HEAD", "/api/v1/prices/1?in=EUR", null);
        assertThat(portfolio.requests()).hasSize(5);
    }

    @ParameterizedTest
    @Tag("cache-a-get.xml")
    @CsvSource({
        "404, X-A: 1",
        "500, X-A: 1",
        "200, Set-Cookie: a=1",
        "200, Cache-Control: private",
        "200, Vary: Authorization",
        "200, Vary: *"
    })
    void whatMayNotBeKeptIsAskedForAgain(int status, String header) throws IOException {
        String path = "/api/v1/prices/" + header.replaceAll("\\W", "") + status;
        portfolio.on(path, status, header + "\n", "own words");

        assertThat(get(path).text()).isEqualTo("own words");
        assertThat(get(path).text()).isEqualTo("own words");

        assertThat(portfolio.requests()).hasSize(2);
    }

    @Test
    @Tag("content-based-routing.xml")
    void thePaymentsCurrencyChoosesTheService() throws IOException {
        String euro = "{ \"currency\": \"EUR\", \"amount\": 1.50 }";
        assertThat(post("/api/v1/payments", euro).text()).isEqualTo("ok");
        assertThat(other.last().target()).isEqualTo("/sepa/api/v1/payments");
        assertThat(other.last().text()).isEqualTo(euro);
        post("/api/v1/payments", "{\"currency\":\"USD\"}");
        assertThat(other.last().target()).isEqualTo("/swift/api/v1/payments");
        post("/api/v1/payments", "{}");
        assertThat(other.requests()).hasSize(3);

        for (String body : List.of("{\"currency\"", "[1]", "EUR")) {
            Http.Reply reply = post("/api/v1/payments", body);
            assertThat(reply.status()).as(body).isEqualTo(400);
            assertThat(reply.text()).isEqualTo("{\"detail\":\"The payment is no JSON object\"}");
        }
        assertThat(other.requests()).hasSize(3);
    }

    @Test
    @Tag("content-based-routing.xml")
    void anOpenCircuitAnswersForTheService() throws IOException {
        other.on("/swift/api/v1/payments", 500, "", "own words");
        for (int i = 0; i < 5; i++) {
            assertThat(post("/api/v1/payments", "{\"currency\":\"USD\"}").text())
                    .isEqualTo("own words");
        }

        Http.Reply reply = post("/api/v1/payments", "{\"currency\":\"USD\"}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text())
                .isEqualTo("{\"detail\":\"Service swift is currently unavailable. Circuit breaker is OPEN.\"}");
        assertThat(reply.value("Retry-After")).isEqualTo("60");
        assertThat(post("/api/v1/payments", "{\"currency\":\"EUR\"}").text()).isEqualTo("ok");
    }
}
