package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.http.body.BodySpool;
import com.fincloud.gateway.http.body.KeptBodies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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
import org.junit.jupiter.api.io.TempDir;
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

    private final RecordingBackend backend = new RecordingBackend();
    private final BodyCases table = new BodyCases(backend.url());
    private final Map<String, BodyCases.Case> cases = table.cases();
    private TestGateway gateway;

    @BeforeAll
    void start() {
        StringBuilder routes = new StringBuilder("<camel>").append(table.beans());
        cases.forEach((name, route) -> routes.append("<route id=\"" + name + "\" streamCache=\""
                + !name.equals("uncached") + "\"><routeProperty key=\"maxBody\" value=\"30MB\"/>"
                + "<from uri=\"platform-http:" + AT + name + "\"/>" + route.steps() + "</route>"));
        List.of("number;java.lang.Integer;42", "truth;java.lang.Boolean;true", "text;java.lang.String;caf\u00e9")
                .forEach(row -> {
                    String[] cells = row.split(";", -1);
                    routes.append("<route id=\"" + cells[0] + "\"><from uri=\"platform-http:" + AT + cells[0] + "\"/>"
                            + "<setBody><simple resultType=\"" + cells[1] + "\">" + cells[2] + "</simple></setBody>"
                            + "<choice><when><simple>${header.send} == 1</simple>" + table.call("/echo") + "</when>"
                            + "<when><simple>${header.send} == 2</simple>" + table.plain()
                            + "</when></choice></route>");
                });
        routes.append("<route id=\"json\"><from uri=\"platform-http:" + AT + "json\"/><unmarshal><json/></unmarshal>"
                + "<choice><when><simple>${header.send} == 1</simple>" + table.call("/echo") + "</when>"
                + "<when><simple>${header.send} == 2</simple>" + table.plain() + "</when></choice></route>");
        routes.append("<route id=\"head\"><from uri=\"platform-http:" + AT + "head\"/>" + "<to uri=\"http:bodies?url="
                + backend.url() + "&amp;path=/announces&amp;method=HEAD\"/></route>");
        routes.append("<route id=\"parts\"><from uri=\"platform-http:" + AT + "parts\"/><split><tokenize token=\",\"/>"
                + "<to uri=\"" + backend.url() + "/chunked?bridgeEndpoint=true\"/></split></route>");
        table.xml().forEach((name, steps) -> routes.append(route(name, steps)));
        routes.append(route("sorted", "<sort><tokenize token=\",\"/></sort>" + table.call("/echo")));
        routes.append(route(
                "resequenced",
                "<resequence><simple>${exchangeId}</simple><batchConfig batchTimeout=\"50\"/>" + BodyCases.READ
                        + table.call("/echo") + "</resequence>"));
        table.called()
                .forEach((uri, steps) -> routes.append("<route id=\"" + uri.replace(':', '-') + "\"><from uri=\"" + uri
                        + "\"/>" + steps + "</route>"));
        gateway = TestGateway.builder()
                .backend(backend)
                .with("CIRCUIT_BREAKER_STATUSES", "none") // what is counted below is a body that did not arrive
                .routes(Map.of("bodies.xml", routes.append("</camel>").toString()))
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

    private static String route(String name, String steps) {
        return "<route id=\"" + name + "\"><from uri=\"platform-http:" + AT + name + "\"/>" + steps + "</route>";
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
        BodyCases.Case expected = Objects.requireNonNull(cases.get(name));
        String id = UUID.randomUUID().toString();

        Http.Reply reply = send(name, id, body, chunked);

        String what = name + " with " + body.length + " bytes, chunked: " + chunked;
        assertThat(reply.status()).as(what + ": " + reply.text()).isEqualTo(200);
        if (expected.echoes()) {
            assertThat(Arrays.equals(reply.body(), body)).as(what + ", answer").isTrue();
        } else {
            assertThat(reply.text()).as(what).isEqualTo("ok");
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(calls(id)).as(what).hasSize(expected.calls()));
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
        "claim-key, true",
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

    Stream<String> xmlNames() {
        return table.xml().keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("xmlNames")
    void xmlThatAnExpressionHasReadArrivesAsItWasSent(String name) throws IOException {
        for (int size : new int[] {10, 100 << 10}) {
            byte[] xml = ("<r><a>" + new String(body(size), StandardCharsets.US_ASCII) + "</a></r>")
                    .getBytes(StandardCharsets.US_ASCII);
            String id = UUID.randomUUID().toString();

            Http.Reply reply = send(name, id, xml, true);

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(Arrays.equals(reply.body(), xml)).isTrue();
            assertThat(calls(id)).singleElement().matches(request -> Arrays.equals(request.body(), xml));
        }
    }

    @ParameterizedTest
    @CsvSource({"xpath-choice, ''", "xpath-filter, <r>", "xpath-value, x"})
    void whatIsNoXmlIsRefusedBeforeItIsSent(String name, String body) throws IOException {
        Http.Reply reply = send(name, UUID.randomUUID().toString(), body.getBytes(StandardCharsets.US_ASCII), false);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(backend.requests()).isEmpty();
    }

    @Test
    void aSortedBodyIsAList() throws IOException {
        Http.Reply reply =
                send("sorted", UUID.randomUUID().toString(), "b,c,a".getBytes(StandardCharsets.US_ASCII), false);

        assertThat(reply.text()).isEqualTo("[\"a\",\"b\",\"c\"]");
    }

    /** Small bodies only: nobody is told when the step has done its work, so a file would stay until the garbage collector finds that. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 20_000})
    void aResequencedBodyArrivesAfterTheAnswer(int size) throws IOException {
        String id = UUID.randomUUID().toString();
        byte[] body = body(size);

        assertThat(send("resequenced", id, body, true).status()).isEqualTo(204);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(calls(id)).singleElement().matches(request -> Arrays.equals(request.body(), body)));
    }

    /** The directory for bodies is gone, or full: a body is sent whole, or the client is told to come again. */
    @ParameterizedTest
    @CsvSource({
        "read, 10, 200",
        "read, 102400, 503",
        "log, 102400, 503",
        "plain, 102400, 200",
        "claim, 102400, 200",
        "multicast, 102400, 503",
        "saga, 102400, 503",
        "answer-read, 102400, 503"
    })
    void withoutRoomForFilesNoBodyIsSentInPart(String name, int size, int status, @TempDir Path folder)
            throws IOException {
        KeptBodies.Limits before = KeptBodies.limits();
        for (BodySpool spool :
                List.of(new BodySpool(folder.resolve("missing"), 1 << 30), new BodySpool(folder, 8192))) {
            KeptBodies.use(new KeptBodies.Limits(spool, before.answer()));
            try {
                byte[] body = body(size);
                Http.Reply reply = send(name, UUID.randomUUID().toString(), body, false);

                assertThat(reply.status()).as(reply.text()).isEqualTo(status);
                assertThat(reply.value("Retry-After")).isEqualTo(status == 503 ? "1" : null);
                assertThat(backend.requests()).allMatch(request -> Arrays.equals(request.body(), body));
                assertThat(spool.files()).isZero();
            } finally {
                KeptBodies.use(before);
                backend.requests().clear();
            }
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
