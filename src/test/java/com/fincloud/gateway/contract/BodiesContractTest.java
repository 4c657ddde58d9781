package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.http.body.KeptBodies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step has read can be read again and sent: by the next step, by a second attempt, by parallel branches, and after the answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodiesContractTest {

    private static final String AT = "/api/v1/bodies/";
    private static final int[] SIZES = {0, 10, 100 << 10};
    private static final int LARGE = 20 << 20;

    private static final String READ = "<validate><simple>${bodyAs(String)} != null</simple></validate>";
    private static final String OK = "<setBody><constant>ok</constant></setBody>";

    private final RecordingBackend backend = new RecordingBackend();
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private TestGateway gateway;

    /** Steps of a route, and how often the backend gets the client's body. */
    private record Case(String steps, int calls, boolean echoes) {}

    private void echoed(String name, int calls, String... steps) {
        cases.put(name, new Case(String.join("", steps), calls, true));
    }

    private void sent(String name, int calls, String... steps) {
        cases.put(name, new Case(String.join("", steps), calls, false));
    }

    /** Calls the backend through the service's circuit. */
    private String call(String path) {
        return "<to uri=\"http:bodies?url=" + backend.url() + "&amp;path=" + path + "\"/>";
    }

    /** A call that fails, through a circuit of its own. */
    private String failing(String service) {
        return "<to uri=\"http:" + service + "?url=" + backend.url()
                + "&amp;path=/fail&amp;throwExceptionOnFailure=true\"/>";
    }

    /** Calls the backend as Camel does. */
    private String plain() {
        return "<removeHeader name=\"CamelHttpPath\"/><to uri=\"" + backend.url() + "/echo?bridgeEndpoint=true\"/>";
    }

    private static String each(String eip, String... steps) {
        return "<" + eip + ">" + String.join("", steps) + "</" + eip.replaceAll(" .*", "") + ">";
    }

    private void table() {
        String echo = call("/echo");
        echoed("log", 1, "<log message=\"in: ${body}\"/>", echo);
        echoed("read", 1, READ, READ, echo);
        echoed("plain", 1, plain());
        echoed("read-plain", 1, READ, plain());
        echoed(
                "choice",
                1,
                "<choice><when><simple>${body} contains 'never'</simple>" + OK + "</when><when><simple>"
                        + "${bodyAs(String)} != null</simple>" + echo + "</when></choice>");
        echoed("convert", 1, "<convertBodyTo type=\"java.lang.String\"/>", echo);
        echoed("bytes", 1, "<convertBodyTo type=\"byte[]\"/>", plain());
        echoed("transform", 1, "<transform><simple>${body}</simple></transform>", echo);
        echoed("multicast", 3, each("multicast", echo, echo, echo));
        echoed("multicast-parallel", 3, each("multicast parallelProcessing=\"true\"", echo, echo, echo));
        echoed(
                "multicast-plain",
                2,
                each("multicast parallelProcessing=\"true\"", each("pipeline", plain()), each("pipeline", plain())));
        echoed("multicast-read", 3, READ, each("multicast parallelProcessing=\"true\"", echo, READ, echo, echo));
        echoed(
                "recipients",
                2,
                each("recipientList parallelProcessing=\"true\"", "<constant>direct:inner,direct:echoes</constant>"));
        echoed("tap", 2, "<wireTap uri=\"direct:tapped\" dynamicUri=\"false\"/>", echo);
        echoed("tap-read", 2, READ, "<wireTap uri=\"direct:tapped\" dynamicUri=\"false\"/>", echo);
        sent("tap-alone", 1, "<wireTap uri=\"direct:tapped\" dynamicUri=\"false\"/>", OK);
        echoed("tap-answer", 2, echo, "<wireTap uri=\"direct:tapped\" dynamicUri=\"false\"/>");
        sent("queue", 1, "<to uri=\"seda:bodies?waitForTaskToComplete=Never\"/>", OK);
        echoed(
                "again",
                2,
                "<doTry>" + failing("again") + "<doCatch><exception>java.lang.Exception</exception>" + echo
                        + "</doCatch></doTry>");
        echoed(
                "again-inner",
                2,
                "<doTry><to uri=\"direct:fails\"/><doCatch><exception>java.lang.Exception</exception>" + echo
                        + "</doCatch></doTry>");
        echoed(
                "handled",
                2,
                "<onException><exception>java.lang.Exception</exception><handled><constant>true</constant>"
                        + "</handled>" + echo + "</onException>",
                failing("handled"));
        sent(
                "redelivery",
                3,
                "<onException><exception>java.lang.Exception</exception><redeliveryPolicy "
                        + "maximumRedeliveries=\"2\" redeliveryDelay=\"0\"/><handled><constant>true</constant></handled>"
                        + OK
                        + "</onException>",
                failing("redelivery"));
        echoed("failover", 2, "<loadBalance><failoverLoadBalancer/>" + failing("failover") + echo + "</loadBalance>");
        echoed(
                "breaker",
                2,
                "<circuitBreaker>" + failing("breaker") + "<onFallback>" + echo + "</onFallback></circuitBreaker>");
        echoed("split", 1, "<split><tokenize token=\"z\"/><setBody><constant>part</constant></setBody></split>", echo);
        echoed("loop", 2, "<loop><constant>2</constant>" + echo + "</loop>");
        echoed("loop-copy", 2, "<loop copy=\"true\"><constant>2</constant>" + echo + "</loop>");
        echoed("enrich", 1, "<enrich><constant>direct:echoes</constant></enrich>");
        echoed(
                "property",
                2,
                "<setProperty name=\"saved\"><simple>${body}</simple></setProperty>",
                echo,
                "<setBody><exchangeProperty>saved</exchangeProperty></setBody>",
                echo);
        echoed(
                "variable",
                2,
                "<setVariable name=\"saved\"><simple>${body}</simple></setVariable>",
                echo,
                "<setBody><variable>saved</variable></setBody>",
                echo);
        echoed("direct", 1, "<to uri=\"direct:inner\"/>");
        echoed("threads", 1, READ, "<threads/>", echo);
        echoed("delay", 1, READ, "<delay asyncDelayed=\"true\"><constant>1</constant></delay>", echo);
        echoed("throttle", 1, "<throttle><constant>10000</constant></throttle>", READ, echo);
        echoed("on-completion", 2, "<onCompletion>" + call("/done") + "</onCompletion>", echo);
        echoed("answer-read", 1, echo, READ);
        echoed("answer-sent", 2, echo, READ, echo);
        echoed(
                "answer-plain",
                1, // its second call has no header of the client
                plain(),
                READ,
                plain());
        echoed("answer-multicast", 3, echo, each("multicast parallelProcessing=\"true\"", echo, echo));
        echoed("first", 1, "<filter><simple>${header.x} == 1</simple>" + READ + "</filter>", echo);
        echoed("uncached", 1, READ, READ, echo);
        echoed("cached", 1, READ, READ, echo);
        echoed("step", 1, "<step id=\"one\">" + READ + "</step>", echo);
    }

    @BeforeAll
    void start() {
        table();
        StringBuilder routes = new StringBuilder("<routes>");
        cases.forEach((name, route) -> routes.append("<route id=\"" + name + "\" streamCache=\""
                + !name.equals("uncached") + "\"><routeProperty key=\"maxBody\" value=\"30MB\"/>"
                + "<from uri=\"platform-http:" + AT + name + "\"/>" + route.steps + "</route>"));
        List.of("number;java.lang.Integer;42", "truth;java.lang.Boolean;true", "text;java.lang.String;caf\u00e9")
                .forEach(row -> {
                    String[] cells = row.split(";", -1);
                    routes.append("<route id=\"" + cells[0] + "\"><from uri=\"platform-http:" + AT + cells[0] + "\"/>"
                            + "<setBody><simple resultType=\"" + cells[1] + "\">" + cells[2] + "</simple></setBody>"
                            + "<choice><when><simple>${header.send} == 1</simple>" + call("/echo") + "</when>"
                            + "<when><simple>${header.send} == 2</simple>" + plain() + "</when></choice></route>");
                });
        routes.append("<route id=\"json\"><from uri=\"platform-http:" + AT + "json\"/><unmarshal><json/></unmarshal>"
                + "<choice><when><simple>${header.send} == 1</simple>" + call("/echo") + "</when>"
                + "<when><simple>${header.send} == 2</simple>" + plain() + "</when></choice></route>");
        routes.append("<route id=\"head\"><from uri=\"platform-http:" + AT + "head\"/>" + "<to uri=\"http:bodies?url="
                + backend.url() + "&amp;path=/announces&amp;method=HEAD\"/></route>");
        routes.append("<route id=\"parts\"><from uri=\"platform-http:" + AT + "parts\"/><split><tokenize token=\",\"/>"
                + "<to uri=\"" + backend.url() + "/chunked?bridgeEndpoint=true\"/></split></route>");
        routes.append("<route id=\"inner\"><from uri=\"direct:inner\"/>" + READ + call("/echo") + "</route>");
        routes.append("<route id=\"echoes\"><from uri=\"direct:echoes\"/>" + call("/echo") + "</route>");
        routes.append("<route id=\"tapped\"><from uri=\"direct:tapped\"/><delay><constant>100</constant></delay>"
                + call("/echo") + "</route>");
        routes.append("<route id=\"queued\"><from uri=\"seda:bodies\"/><delay><constant>100</constant></delay>"
                + call("/echo") + "</route>");
        routes.append("<route id=\"fails\"><from uri=\"direct:fails\"/>" + failing("fails") + "</route>");
        gateway = TestGateway.builder()
                .backend(backend)
                .with("CIRCUIT_BREAKER_STATUSES", "none") // what is counted below is a body that did not arrive
                .routes(Map.of("bodies.xml", routes.append("</routes>").toString()))
                .start();
        backend.on("/echo", (request, socket, out) -> {
            out.write(RecordingBackend.head(
                    "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: " + request.body().length + "\n\n"));
            out.write(request.body());
        });
        backend.on("/fail", 500, "", "no");
        backend.on(
                "/chunked/api/v1/bodies/parts",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n",
                new byte[0]);
        backend.on("/announces", "HTTP/1.1 200 OK\nContent-Length: 9\n\n", new byte[0]);
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @AfterEach
    void nothingIsLeft() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(KeptBodies.limits().spool().files()).isZero());
        assertThat(KeptBodies.limits().spool().bytes()).isZero();
        backend.requests().clear();
    }

    Stream<String> names() {
        if (cases.isEmpty()) {
            table();
        }
        return cases.keySet().stream();
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) ('a' + (i + i / 1000) % 25); // no two pieces are alike
        }
        return body;
    }

    private Http.Reply send(String name, String id, byte[] body, boolean chunked) throws IOException {
        if (!chunked) {
            return Http.send(gateway.port(), "POST", AT + name, body, Tokens.bearer(), "X-Request-ID: " + id);
        }
        try (Http http = new Http(gateway.port())) {
            http.write("POST " + AT + name + " HTTP/1.1\r\nHost: gateway.example\r\n" + Tokens.bearer()
                    + "\r\nX-Request-ID: " + id + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < body.length; at += 50_000) {
                byte[] piece = Arrays.copyOfRange(body, at, Math.min(body.length, at + 50_000));
                http.write(Integer.toHexString(piece.length) + "\r\n");
                http.write(piece);
                http.write("\r\n");
            }
            http.write("0\r\n\r\n");
            return http.read("POST");
        }
    }

    private List<RecordingBackend.Request> calls(String id) {
        return backend.requests().stream()
                .filter(request -> id.equals(request.value("X-Request-ID")))
                .toList();
    }

    private void arrives(String name, byte[] body, boolean chunked) throws IOException {
        Case expected = Objects.requireNonNull(cases.get(name));
        String id = UUID.randomUUID().toString();

        Http.Reply reply = send(name, id, body, chunked);

        String what = name + " with " + body.length + " bytes, chunked: " + chunked;
        assertThat(reply.status()).as(what + ": " + reply.text()).isEqualTo(200);
        if (expected.echoes) {
            assertThat(Arrays.equals(reply.body(), body)).as(what + ", answer").isTrue();
        } else {
            assertThat(reply.text()).as(what).isEqualTo("ok");
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(calls(id)).as(what).hasSize(expected.calls));
        assertThat(calls(id)).as(what).allMatch(request -> Arrays.equals(request.body(), body));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theBackendGetsWhatTheClientSent(String name) throws IOException {
        for (int size : SIZES) {
            for (boolean chunked : new boolean[] {false, true}) {
                arrives(name, body(size), chunked);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "read, true",
        "plain, false",
        "multicast-parallel, true",
        "tap-alone, false",
        "again, true",
        "answer-plain, false"
    })
    void soItIsWithMoreThanAnAnswerMayHave(String name, boolean chunked) throws IOException {
        if (name.equals("answer-plain")) {
            Http.Reply reply = send(name, UUID.randomUUID().toString(), body(LARGE), chunked);
            assertThat(reply.status()).isEqualTo(502); // its step reads an answer of 20 MB
        } else {
            arrives(name, body(LARGE), chunked);
        }
    }

    @ParameterizedTest
    @CsvSource({"number, 42", "truth, true", "text, caf\u00e9"})
    void aBodyOfAnotherTypeIsWrittenAsCamelWritesIt(String name, String text) throws IOException {
        assertThat(new String(
                        Http.send(gateway.port(), "POST", AT + name, new byte[0], Tokens.bearer())
                                .body(),
                        StandardCharsets.UTF_8))
                .isEqualTo(text);
        for (String way : List.of("send: 1", "send: 2")) {
            Http.send(gateway.port(), "POST", AT + name, new byte[0], Tokens.bearer(), way);
            assertThat(new String(backend.last().body(), StandardCharsets.UTF_8))
                    .as(way)
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1,null,true],\"b\":\"x\"}", "[{\"c\":1.5},[]]"})
    void mapsAndListsAreJson(String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.US_ASCII);

        Http.Reply reply =
                Http.send(gateway.port(), "POST", AT + "json", body, Tokens.bearer(), "Content-Type: text/x");

        assertThat(reply.text()).isEqualTo(json);
        assertThat(reply.value("Content-Type")).isEqualTo("application/json");
        for (String way : List.of("send: 1", "send: 2")) {
            Http.send(gateway.port(), "POST", AT + "json", body, Tokens.bearer(), way, "Content-Type: text/x");
            assertThat(backend.last().text()).as(way).isEqualTo(json);
            assertThat(backend.last().value("Content-Type")).as(way).isEqualTo("application/json");
        }
    }

    @Test
    void answersThatNobodyReadsHoldNoConnections() throws IOException {
        byte[] body = "a,".repeat(50).getBytes(StandardCharsets.US_ASCII);

        assertThat(Http.send(gateway.port(), "POST", AT + "parts", body, Tokens.bearer())
                        .status())
                .isEqualTo(204);
        assertThat(backend.requests()).hasSize(50);
    }

    @Test
    void aLengthWithoutItsBytesIsNotAnnounced() throws IOException {
        Http.Reply reply = Http.get(gateway.port(), AT + "head", Tokens.bearer());

        assertThat(reply.value("Content-Length")).isEqualTo("0");
        assertThat(reply.complete()).isTrue();
    }
}
