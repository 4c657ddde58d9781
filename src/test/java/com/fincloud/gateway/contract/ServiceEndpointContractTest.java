package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code http:service?url=…} does in a plain route: the service's breaker, deadline, header rules and streamed bodies. */
class ServiceEndpointContractTest {

    private static RecordingBackend backend;
    private static TestGateway gateway;

    private static String route(String id, String steps) {
        return "<routes xmlns='http://camel.apache.org/schema/xml-io'><route id='" + id + "'><from uri='platform-http:/"
                + id + "?matchOnUriPrefix=true'/>" + steps + "</route></routes>";
    }

    private static String call(String service, String options) {
        return "<to uri='http:" + service + "?url=" + backend.url() + options.replace("&", "&amp;") + "'/>";
    }

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        Map<String, String> files = new TreeMap<>(Map.of(
                "as-sent.xml", route("as-sent", call("one", "")),
                "swapped.xml", route("swapped", call("one", "&prefix=/swapped&rewrite=/inner")),
                "quick.xml", route("quick", call("quick", "&timeout=0.3")),
                "again.xml", route("again", call("one", "&retries=2")),
                "shared.xml", route("shared", call("shared", "")),
                "bare.xml",
                        route(
                                "bare",
                                "<removeHeaders pattern='*'/><setHeader name='X-User-ID'><constant>1</constant></setHeader>"
                                        + "<setHeader name='Connection'><constant>X-Kept</constant></setHeader>"
                                        + "<setHeader name='X-Kept'><constant>yes</constant></setHeader>"
                                        + call("one", "&path=/fixed")),
                "twice.xml", route("twice", call("one", "&path=/first&method=GET") + call("one", "&path=/second")),
                "unread.xml", route("unread", call("one", "") + "<setBody><constant>mine</constant></setBody>"),
                "path.xml",
                        route(
                                "path",
                                "<setHeader name='CamelHttpPath'><simple>/x/${header.X-Part}</simple></setHeader>"
                                        + call("one", ""))));
        files.put(
                "mixed.xml",
                "<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'><templatedRoute routeTemplateRef='backend'"
                        + " routeId='mixed'><parameter name='path' value='/mixed'/><parameter name='service' value='shared'/>"
                        + "<parameter name='url' value='" + backend.url() + "'/></templatedRoute></templatedRoutes>");
        files.put(
                "timer.xml",
                "<routes xmlns='http://camel.apache.org/schema/xml-io'><route id='timer'><from"
                        + " uri='timer:once?repeatCount=1&amp;delay=10'/>" + call("one", "&path=/from-timer")
                        + "</route></routes>");
        files.put("bad-option.xml", route("bad-option", call("one", "&colour=red")));
        files.put("bad-value.xml", route("bad-value", call("one", "&timeout=soon")));
        files.put("bad-name.xml", route("bad-name", call("one.example.org/x", "")));
        files.put("bad-path.xml", route("bad-path", call("one", "&path=/a/../b")));
        files.put("bad-prefix.xml", route("bad-prefix", call("one", "&rewrite=/a")));
        gateway = TestGateway.builder()
                .backend(backend)
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "3")
                .routes(files)
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() throws IOException {
        Http.get(gateway.port(), "/as-sent", Tokens.bearer());
        backend.forget();
    }

    private static Http.Reply get(String target, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = Tokens.bearer();
        return Http.get(gateway.port(), target, all);
    }

    @Test
    void aCallPassesByteForByteBothWays() throws IOException {
        byte[] bytes = {0, (byte) 0xff, 13, 10, 'x'};
        backend.on(
                "/as-sent/%2F", "HTTP/1.1 299 X\nX-A: 1\nX-A: 2\nContent-Encoding: gzip\nContent-Length: 5\n\n", bytes);

        Http.Reply reply = Http.send(
                gateway.port(),
                "PATCH",
                "/as-sent/%2F?a=+&a",
                bytes,
                Tokens.bearer(),
                "X-B: 1",
                "X-B: 2",
                "X-User-ID: 7");

        assertThat(reply.status()).isEqualTo(299);
        assertThat(reply.body()).isEqualTo(bytes);
        assertThat(reply.values("X-A")).containsExactly("1", "2");
        assertThat(reply.values("Content-Length")).containsExactly("5");
        assertThat(backend.last().requestLine()).isEqualTo("PATCH /as-sent/%2F?a=+&a HTTP/1.1");
        assertThat(backend.last().body()).isEqualTo(bytes);
        assertThat(backend.last().values("X-B")).containsExactly("1", "2");
        assertThat(backend.last().values("X-User-ID")).containsExactly("42");
        assertThat(backend.last().values("Content-Length")).containsExactly("5");
        assertThat(backend.last().head()).doesNotContainIgnoringCase("camel");
    }

    @Test
    void theFirstBytesArriveBeforeTheLastAreSent() throws Exception {
        backend.on("/as-sent/events", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Type: text/event-stream\n\ndata: 1\n\n"));
            out.flush();
            TimeUnit.SECONDS.sleep(10);
        });
        long start = System.nanoTime();
        try (Http http = new Http(gateway.port())) {
            http.socket().setSoLinger(true, 0); // a reset: a FIN alone does not end the call
            http.write("GET /as-sent/events HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\n\r\n");
            assertThat(http.readHead()).contains(" 200 ");
            assertThat(new String(http.in().readNBytes(12), StandardCharsets.US_ASCII))
                    .contains("data: 1");
        }
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void prefixAndRewriteSwapThePath() throws IOException {
        get("/swapped/a%20b?c");
        assertThat(backend.last().target()).isEqualTo("/inner/a%20b?c");
    }

    @Test
    void aDeadlineOfItsOwnIs504() throws IOException {
        backend.on("/quick", (request, socket, out) -> TimeUnit.SECONDS.sleep(20));
        assertThat(get("/quick").text()).isEqualTo("{\"detail\":\"Service quick request timeout\"}");
    }

    @Test
    void retriesRepeatWhatMayBeRepeated() throws IOException {
        backend.on("/again", 503, "", "own words");
        assertThat(get("/again").text()).isEqualTo("own words");
        assertThat(backend.requests()).hasSize(3);
        Http.send(gateway.port(), "POST", "/again", null, Tokens.bearer());
        assertThat(backend.requests()).hasSize(4);
    }

    @Test
    void theBreakerIsTheServicesOwnWhateverRouteCallsIt() throws IOException {
        backend.on("/shared", 500, "", "own words");
        for (int i = 0; i < 3; i++) {
            assertThat(get("/shared").text()).isEqualTo("own words");
        }
        int calls = backend.requests().size();

        for (String path : new String[] {"/shared", "/mixed"}) {
            Http.Reply reply = get(path);
            assertThat(reply.text())
                    .isEqualTo("{\"detail\":\"Service shared is currently unavailable. Circuit breaker is OPEN.\"}");
            assertThat(reply.value("Retry-After")).isEqualTo("60");
        }
        assertThat(backend.requests()).hasSize(calls);
    }

    @Test
    void aRouteCannotTakeTheIdentityAwayNorForgeIt() throws IOException {
        Http.Reply reply = get("/bare?secret=1", "Cookie: a=1");

        assertThat(backend.last().target()).isEqualTo("/fixed");
        assertThat(backend.last().values("X-User-ID")).containsExactly("42");
        assertThat(backend.last().values("X-Request-ID")).containsExactly(reply.value("X-Request-ID"));
        assertThat(backend.last().values("traceparent")).hasSize(1);
        assertThat(backend.last().values("X-Kept")).containsExactly("yes");
        assertThat(backend.last().values("Connection")).doesNotContain("X-Kept");
        assertThat(backend.last().head()).doesNotContainIgnoringCase("cookie", "authorization");
    }

    @Test
    void aSecondCallStartsFromTheRequestAgain() throws IOException {
        backend.on("/first", 200, "X-First: 1\n", "first answer");
        backend.on("/second", 200, "", "second answer");

        Http.Reply reply = get("/twice?q=1", "X-Custom: 1");

        assertThat(reply.text()).isEqualTo("second answer");
        assertThat(reply.values("X-First")).isEmpty();
        assertThat(backend.last().requestLine()).startsWith("GET /second HTTP");
        assertThat(backend.last().values("X-Custom")).containsExactly("1");
        assertThat(backend.last().values("X-First")).isEmpty();
        assertThat(backend.last().body()).isEmpty();
    }

    @Test
    void anAnswerThatNobodyReadsHoldsNoConnection() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(get("/unread/" + i).text()).isEqualTo("mine");
        }
        String metrics =
                Http.get(gateway.managementPort(), "/actuator/prometheus").text();
        assertThat(metrics).contains("gateway_backend_connections{service=\"one\",state=\"leased\"} 0.0");
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        int before = backend.connections();
        for (int i = 0; i < 10; i++) {
            get("/as-sent/" + i);
        }
        assertThat(backend.connections() - before).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"a?b=c", "../y", "%2e%2e/y", "a b", "é", "a#b"})
    void aPathMadeOfAClientsDataStaysAPath(String part) throws IOException {
        assertThat(get("/path", "X-Part: " + part).status()).isEqualTo(400);
        assertThat(backend.requests()).isEmpty();
        get("/path", "X-Part: a%20b");
        assertThat(backend.last().target()).isEqualTo("/x/a%20b");
    }

    @Test
    void aTimerMayCallAService() {
        // it has run when the gateway came up; its answer was read and its connection given back
        await().untilAsserted(() -> assertThat(Http.get(gateway.managementPort(), "/actuator/prometheus")
                        .text())
                .contains("gateway_backend_connections{service=\"one\",state=\"leased\"} 0.0"));
    }

    @ParameterizedTest
    @CsvSource({
        "bad-option.xml, no option 'colour'",
        "bad-value.xml, timeout=soon is not usable",
        "bad-name.xml, service=one.example.org/x is not usable",
        "bad-path.xml, path=/a/../b is not usable",
        "bad-prefix.xml, 'rewrite=/a is not usable (accepted: prefix and rewrite, or neither)'"
    })
    void aMistakeInTheUriIsAnErrorAtLoad(String file, String reason) throws IOException {
        String health = Http.get(gateway.port(), "/api/v1/health/detailed").text();

        assertThat(health.replaceAll(".*(\\{[^{}]*\"" + file + "\"[^{}]*}).*", "$1"))
                .contains("\"status\":\"rejected\"", reason);
    }

    @Test
    void theServicesOfRouteFilesAreInTheHealthReport() throws IOException {
        assertThat(Http.get(gateway.port(), "/api/v1/health/detailed").text())
                .contains("\"one_service\":{\"status\":\"healthy\",\"details\":{\"circuit_breaker\":\"closed\"}}")
                .contains("\"budget_service\":{");
    }
}
