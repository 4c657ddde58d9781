package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.logging.CurrentRequest;
import com.fincloud.gateway.logging.LoggedRequest;
import com.fincloud.gateway.logging.Masking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What authors of Camel routes expect: parameters are readable and sent nowhere, a caught failure is no failure, an id is the file's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteHabitsContractTest {

    private static final String CAUGHT = "<doCatch><exception>java.lang.Exception</exception><setBody>"
            + "<constant>caught</constant></setBody></doCatch>";

    private final RecordingBackend backend = new RecordingBackend();
    private @Nullable TestGateway gateway;

    private Path folder = Path.of("");

    /** A line of a route's logger, with the ids that the log shows beside it. */
    private record Line(String logger, String message, @Nullable String requestId, @Nullable String routeId) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            LoggedRequest request = CurrentRequest.get();
            lines.add(new Line(
                    event.getLoggerName(),
                    Masking.mask(event.getFormattedMessage()),
                    request == null ? null : request.requestId(),
                    request == null ? null : request.routeId()));
        }
    };

    private static String route(String id, String steps) {
        return "<route id='" + id + "'><from uri='platform-http:/" + id + "'/>" + steps + "</route>";
    }

    private static String body(String simple) {
        return "<setBody><simple>" + simple + "</simple></setBody>";
    }

    private String service(String options) {
        return "<to uri='http:budget?url=" + backend.url() + "&amp;" + options + "'/>";
    }

    private String plain(String path) {
        return "<to uri='" + backend.url() + path + "?bridgeEndpoint=true'/>";
    }

    private void save(String name, String content) {
        DeployedFile.put(folder, name, "<camel>" + content + "</camel>");
    }

    private static String named() {
        return route("orders", "<log message='one ${routeId}'/>" + body("${routeId} ${fromRouteId}"))
                + "<route id='victim'><from uri='platform-http:/victim'/><setBody><constant>v</constant></setBody></route>";
    }

    /** A rest whose second verb needs a role, and a timer that calls the same route. */
    private static String roles() {
        String role = "<routeProperty key='roles' value='accounting, audit'/>";
        return "<rest path='/accounts'><get path='/{id}'><to uri='direct:account'/></get>"
                + "<delete path='/{id}'><to uri='direct:close-account'/></delete></rest>"
                + "<route id='account'><from uri='direct:account'/>" + body("${path.id}") + "</route>"
                + "<route id='close-account'>" + role + "<from uri='direct:close-account'/>"
                + "<log message='closed' logName='closed'/>" + body("closed") + "</route>"
                + "<route id='public'><from uri='platform-http:/api/v1/auth/login'/><to uri='direct:close-account'/>"
                + "</route>"
                + route("tapped", "<wireTap uri='direct:close-account' dynamicUri='false'/>" + body("ok"))
                + "<route id='closer'><from uri='timer:closer?repeatCount=20&amp;period=500'/>"
                + "<to uri='direct:close-account'/></route>";
    }

    @BeforeAll
    void start(@TempDir Path routes) {
        folder = routes;
        for (String path : List.of("/500", "/500/try-plain", "/500/failover")) {
            backend.on(path, 500, "", "boom");
        }
        backend.on("/text/parse-plain", 200, "", "no json");
        backend.on("/text", 200, "", "no json");
        backend.on("/echo", 200, "", "{}");
        String parameters = "<param name='verbose' type='query' defaultValue='no'/>"
                + "<param name='X-Kind' type='header' defaultValue='plain'/>";
        String shown = body("${path.id} ${header.id} ${query.verbose} ${query.n} ${queryAll.n} ${query[a b]}");
        save(
                "parameters.xml",
                "<rest path='/rest'><get path='/{id}'>" + parameters + "<to uri='direct:show'/></get>"
                        + "<get path='/sent/{id}'>" + parameters + "<to uri='direct:sent'/></get></rest>"
                        + "<route id='show'><from uri='direct:show'/>" + shown + "</route>"
                        + "<route id='sent'><from uri='direct:sent'/>" + service("path=/echo") + "</route>"
                        + "<route id='pp'><from uri='platform-http:/pp/{id}'/>" + shown + "</route>"
                        + "<route id='camel'><from uri='platform-http:/camel/{id}'/><removeHeaders pattern='Camel*'/>"
                        + plain("/echo") + "</route>"
                        + "<route id='removed'><from uri='platform-http:/removed/{id}'/><removeHeader name='X-Mine'/>"
                        + service("path=/echo") + "</route>"
                        + "<route id='uri'><from uri='platform-http:/uri/{id}'/><toD uri='http:budget?url="
                        + backend.url() + "&amp;path=/echo/${path.id}'/></route>"
                        + route(
                                "when",
                                "<choice><when><simple>${query.q} == 'x y' &amp;&amp; ${query.n} &gt; 3</simple>"
                                        + body("yes") + "</when><otherwise>" + body("no") + "</otherwise></choice>")
                        + route("shown", "<log message='q=${query.q}' logName='shown'/>"));
        String call = service("path=/500&amp;throwExceptionOnFailure=true");
        String handled = "<onException><exception>java.lang.Exception</exception><handled><constant>true</constant>"
                + "</handled>" + body("caught") + "</onException>";
        save(
                "caught.xml",
                route("try", "<doTry>" + call + CAUGHT + "</doTry>")
                        + route("try-plain", "<doTry>" + plain("/500") + CAUGHT + "</doTry>")
                        + route("handled", handled + call)
                        + route("continued", handled.replace("handled>", "continued>") + call + body("caught"))
                        + route(
                                "fallback",
                                "<circuitBreaker>" + call + "<onFallback>" + body("caught")
                                        + "</onFallback></circuitBreaker>")
                        + route(
                                "failover",
                                "<loadBalance><failoverLoadBalancer/>" + plain("/500")
                                        + "<to uri='direct:second'/></loadBalance>")
                        + "<route id='second'><from uri='direct:second'/>" + body("caught") + "</route>"
                        + route(
                                "says",
                                "<doTry>" + call + "<doCatch><exception>java.lang.Exception</exception>"
                                        + "<setHeader name='CamelHttpResponseCode'><constant>503</constant></setHeader>"
                                        + "</doCatch></doTry>"));
        String json = "<unmarshal><json library='Jackson'/></unmarshal>";
        save(
                "failed.xml",
                route(
                                "throttle",
                                "<throttle rejectExecution='true' timePeriodMillis='60000'><constant>1</constant>"
                                        + "</throttle>" + body("ok"))
                        + route(
                                "many",
                                "<throttle rejectExecution='true' mode='ConcurrentRequests'><constant>0"
                                        + "</constant></throttle>" + body("ok"))
                        + route("validate", "<validate><simple>${body} contains 'x'</simple></validate>" + body("ok"))
                        + route("parse", json + body("ok"))
                        + route("parse-service", service("path=/text&amp;method=GET") + json + body("ok"))
                        + route("parse-plain", plain("/text") + json + body("ok"))
                        + route("parse-own", "<setBody><constant>no json</constant></setBody>" + json)
                        + route(
                                "big",
                                "<setHeader name='X-Big'><constant>" + "a".repeat(70_000) + "</constant></setHeader>"
                                        + body("big")));
        save("named.xml", named());
        save("roles.xml", roles());
        DeployedFile.put(
                folder,
                "properties.yaml",
                """
                - beans: [{name: unused, type: java.lang.String}]
                - route:
                    id: yaml-roles
                    routeProperty:
                      - key: roles
                        value: accounting, {{YAML_ROLE:audit}}
                      - {key: maxBody, value: 5}
                    from: {uri: 'platform-http:/yaml-roles', steps: [{setBody: {constant: ok}}]}
                - from: {uri: 'direct:between', steps: [{log: x}]}
                - route: {id: yaml-flow, from: {uri: 'platform-http:/yaml-flow', steps: [{setBody: {constant: ok}}]}, routeProperty: [{key: roles, value: audit}]}
                """);
        save(
                "state.xml",
                "<route id='off' autoStartup='false'><from uri='platform-http:/off'/>" + body("off") + "</route>"
                        + route("stop", "<to uri='controlbus:route?routeId=victim&amp;action=stop'/>")
                        + "<route id='tick'><from uri='timer:tick?repeatCount=20&amp;period=500'/><log message='tick'/>"
                        + "</route>"
                        + route("inner", "<to uri='direct:sent'/>"));
        gateway = TestGateway.builder()
                .backend(backend)
                .with("ROUTES_DIR", folder.toString())
                .start();
        for (String name : List.of("orders", "shown", "tick", "closed")) {
            logger(name).addAppender(appender);
        }
        appender.start();
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @AfterAll
    void stop() throws IOException {
        for (String name : List.of("orders", "shown", "tick", "closed")) {
            logger(name).detachAppender(appender);
        }
        gateway().close();
        backend.close();
    }

    private TestGateway gateway() {
        if (gateway == null) {
            throw new IllegalStateException("not started");
        }
        return gateway;
    }

    private Http.Reply get(String path, String... headers) throws IOException {
        return send("GET", path, null, headers);
    }

    private Http.Reply send(String method, String path, byte @Nullable [] body, String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = Tokens.bearer();
        return Http.send(gateway().port(), method, path, body, all);
    }

    private Http.Reply post(String path, String body) throws IOException {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /rest/a%20b+c?verbose=y%20e+s&n=1&n=2&a+b=c | a b+c a b+c y e s 1 1,2 c
                    /rest/7                                     | 7 7 no
                    /rest/7?verbose=                            | 7 7
                    /rest/7?n=%zz&n                             | 7 7 no %zz %zz,
                    /pp/%C3%A9?n=%C3%A9&N=2                     | é é  é é
                    """)
    void parametersAreReadableAndDecoded(String path, String text) throws IOException {
        assertThat(get(path).text().strip()).isEqualTo(text);
    }

    @Test
    void conditionsReadParameters() throws IOException {
        assertThat(get("/when?q=x+y&n=4").text()).isEqualTo("yes");
        assertThat(get("/when?q=x+y&n=3").text()).isEqualTo("no");
    }

    @Test
    void parametersAreNoHeadersOfTheBackend() throws IOException {
        get("/rest/sent/7?verbose=yes");
        RecordingBackend.Request sent = backend.last();
        assertThat(sent.values("id")).isEmpty();
        assertThat(sent.values("verbose")).isEmpty();
        assertThat(sent.values("X-Kind")).as("a header with a default").containsExactly("plain");
        get("/camel/7?verbose=yes");
        assertThat(backend.last().values("id")).isEmpty();
    }

    @Test
    void aHeaderOfTheClientIsSentThoughAParameterHasItsName() throws IOException {
        get("/rest/sent/7", "id: mine");
        assertThat(backend.last().values("id")).containsExactly("mine");
    }

    @Test
    void aHeaderThatTheRouteRemovesIsNotSent() throws IOException {
        get("/removed/7", "X-Mine: mine");
        assertThat(backend.last().values("X-Mine")).isEmpty();
    }

    @Test
    void parametersAreNoHeadersOfTheResponse() throws IOException {
        assertThat(get("/pp/7?n=1").values("id")).isEmpty();
    }

    @Test
    void aParameterAddsNoOptionToAUri() throws IOException {
        int before = backend.requests().size();
        assertThat(get("/uri/7%26method=DELETE").status()).isEqualTo(500);
        assertThat(backend.requests()).hasSize(before);
        assertThat(get("/uri/7").status()).isEqualTo(200);
    }

    @Test
    void aParameterIsMaskedInTheLog() throws IOException {
        get("/shown?q=s%65cretvalue");
        assertThat(lines).extracting(Line::message).contains("q=***").noneMatch(line -> line.contains("secretvalue"));
    }

    @ParameterizedTest
    @CsvSource({"/try", "/try-plain", "/handled", "/continued", "/fallback", "/failover"})
    void aCaughtFailureIs200(String path) throws IOException {
        Http.Reply reply = get(path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("caught");
    }

    @Test
    void aRouteThatCatchesAFailureMaySayAnotherStatus() throws IOException {
        assertThat(get("/says").status()).isEqualTo(503);
    }

    @Test
    void aRejectedRequestOfAThrottleIs429() throws IOException {
        assertThat(get("/throttle").status()).isEqualTo(200);
        Http.Reply refused = get("/throttle");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.value("Retry-After")).isEqualTo("60");
        assertThat(refused.text()).isEqualTo("{\"detail\":\"Too many requests for this route\"}");
        assertThat(get("/many").status()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "/validate, y, 400, Request failed validation",
        "/validate, x, 200, ok",
        "/parse, {bad, 400, Malformed request body",
        "/parse-service, {}, 502, Invalid response from service budget",
        "/parse-plain, {}, 502, Invalid response from service",
        "/parse-own, {}, 500, Internal server error",
        "/big, {}, 502, Response headers too large"
    })
    void aFailureIsAttributedToTheOneWhoseBodyItIs(String path, String body, int status, String text)
            throws IOException {
        Http.Reply reply = post(path, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).contains(text);
    }

    @Test
    void aRoutesIdIsThatOfItsFileAfterEachSave() throws Exception {
        save("named.xml", named().replace("one ", "two "));
        await().until(() -> {
            get("/orders");
            return lines.stream().anyMatch(line -> line.message().equals("two orders"));
        });
        assertThat(get("/orders").text()).isEqualTo("orders orders");
        Line line = lines.stream()
                .filter(one -> one.message().equals("two orders"))
                .findFirst()
                .orElseThrow();
        assertThat(line.logger()).isEqualTo("orders");
        assertThat(line.routeId()).isEqualTo("orders");
        assertThat(line.requestId()).isNotNull();
        assertThat(get("/victim").status()).isEqualTo(200);
        get("/stop");
        assertThat(get("/victim").status()).as("stopped by the id of its file").isEqualTo(404);
        assertThat(row("victim").path("status").asText()).isEqualTo("stopped");
    }

    @Test
    void aLineOfATimerNamesItsRoute() {
        await().until(() -> lines.stream().anyMatch(line -> line.logger().equals("tick")));
        assertThat(lines).filteredOn(line -> line.logger().equals("tick")).allSatisfy(line -> {
            assertThat(line.routeId()).isEqualTo("tick");
            assertThat(line.requestId()).isNull();
        });
    }

    @Test
    void aDirectRouteDemandsItsRolesFromTheClient() throws IOException {
        String id = "X-Request-ID: " + UUID.randomUUID();

        assertThat(get("/accounts/7").text()).isEqualTo("7");
        assertThat(send("DELETE", "/accounts/7", null, id).status()).isEqualTo(403);
        assertThat(Http.send(gateway().port(), "DELETE", "/accounts/7", null).status())
                .isEqualTo(401);
        assertThat(Http.get(gateway().port(), "/api/v1/auth/login").status()).isEqualTo(403);
        assertThat(get("/tapped", id).status()).isEqualTo(200);
        await().during(Duration.ofMillis(300)).untilAsserted(() -> assertThat(closings())
                .as("only the timer has no client")
                .allMatch(line -> line.requestId() == null));

        String auditor = Tokens.bearer(42, "audit");
        assertThat(Http.send(gateway().port(), "DELETE", "/accounts/7", null, auditor)
                        .text())
                .isEqualTo("closed");
        await().untilAsserted(() -> assertThat(closings()).anyMatch(line -> line.requestId() == null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/yaml-roles", "/yaml-flow"})
    void aRouteInYamlHasProperties(String path) throws IOException {
        String auditor = Tokens.bearer(42, "audit");
        assertThat(get(path).status()).isEqualTo(403);
        assertThat(Http.get(gateway().port(), path, auditor).text()).isEqualTo("ok");
        assertThat(Http.send(gateway().port(), "POST", path, new byte[6], auditor)
                        .status())
                .isEqualTo(path.equals("/yaml-roles") ? 413 : 200);
    }

    private List<Line> closings() {
        return lines.stream().filter(line -> line.logger().equals("closed")).toList();
    }

    @Test
    void aRouteThatIsNotStartedIsStopped() throws IOException {
        assertThat(row("off").path("status").asText()).isEqualTo("stopped");
        assertThat(row("try").path("status").asText()).isEqualTo("serving");
    }

    @Test
    void aPlainRouteNamesTheServiceThatItCalls() throws IOException {
        assertThat(row("inner").path("service").asText()).isEqualTo("budget");
    }

    @Test
    void aFileWithoutTheRouteThatItCallsIsRejectedAndRecovers() throws IOException {
        save("caller.xml", route("caller", "<to uri='direct:called'/>"));
        await().until(() -> health().contains("no route begins with 'direct:called'"));
        save("called.xml", "<route id='called'><from uri='direct:called'/>" + body("called") + "</route>");
        await().until(() -> get("/caller").text().equals("called"));
        Files.delete(folder.resolve("called.xml"));
        await().until(() -> health().contains("no route begins with 'direct:called'"));
        Files.delete(folder.resolve("caller.xml"));
        await().until(() -> !health().contains("direct:called"));
    }

    private String health() throws IOException {
        return get("/api/v1/health/detailed").text();
    }

    private JsonNode row(String id) throws IOException {
        Http.Reply reply = Http.send(gateway().managementPort(), "GET", "/actuator/routes", null);
        for (JsonNode row : new ObjectMapper().readTree(reply.text()).path("routes")) {
            if (row.path("id").asText().equals(id)) {
                return row;
            }
        }
        throw new AssertionError("no route " + id + " in " + reply.text());
    }
}
