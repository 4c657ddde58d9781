package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that the steps of routes keep in memory, more of them than the heap has room for: none ends the process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptBodiesContractTest {

    private static final int LARGE = 9 << 20;
    private static final int AT_ONCE = 8;
    private static final String UPPER = "<transform><simple>${body.toUpperCase()}</simple></transform>";
    private static final String DONE = "<setBody><constant>done</constant></setBody>";
    /** Parts that are read at once may find no memory before one of them is too large. */
    private static final Pattern REFUSAL = Pattern.compile("too_large|OVERLOADED");

    private static final List<String> PATHS =
            List.of("/x", "/x/api/v1/keep/plain", "/api/v1/keep/service", "/api/v1/keep/streamed");
    private static final String SHEET =
            """
            <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
              <xsl:template match="/"><r><xsl:value-of select="count(//a)"/></r></xsl:template>
            </xsl:stylesheet>
            """;

    private RecordingBackend backend;
    private TestRedis redis;
    private GatewayProcess gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        backend = new RecordingBackend();
        redis = new TestRedis();
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Path sheet = Files.writeString(folder.resolve("count.xsl"), SHEET);
        String plain = backend.url().replace("//", "") + "/x";
        String clean = "<removeHeaders pattern=\"*\"/>";
        String service = "<to uri=\"http:kept?url=" + backend.url() + "\"/>";
        String text = "<convertBodyTo type=\"java.lang.String\"/>";
        Files.writeString(
                routes.resolve("keep.xml"),
                "<routes>"
                        + route("text", text)
                        + route("xpath", "<setBody><xpath resultType=\"java.lang.String\">count(//a)</xpath></setBody>")
                        + route("xslt", "<to uri=\"xslt:file:" + sheet + "\"/>")
                        + route("cached", "<convertBodyTo type=\"java.lang.String\"/>")
                                .replace("<route ", "<route streamCache=\"true\" ")
                        + route("copies", text + "<multicast>" + UPPER.repeat(3) + "</multicast>")
                        + route("split", "<split><tokenize token=\"\\n\"/>" + DONE + "</split>" + DONE)
                        + route("plain", "<to uri=\"" + plain + "?bridgeEndpoint=true\"/>" + text)
                        + route("decoded", clean + "<to uri=\"" + plain + "\"/>" + text)
                        + route("polled", clean + "<pollEnrich><constant>" + plain + "</constant></pollEnrich>")
                        + route("enriched", clean + "<enrich><constant>" + plain + "</constant></enrich>" + text)
                        + route(
                                "gathered",
                                clean + "<multicast parallelProcessing=\"true\">"
                                        + ("<to uri=\"" + plain + "\"/>").repeat(3) + "</multicast>" + text)
                        + route("service", service + text)
                        + route("streamed", service)
                        + "</routes>");
        gateway = GatewayProcess.withoutOptions(
                        folder.resolve("log"),
                        "160m",
                        Map.of(
                                "ROUTES_DIR",
                                routes.toString(),
                                "REDIS_URL",
                                redis.url(),
                                "RATE_LIMIT_ENABLED",
                                "false",
                                "CIRCUIT_BREAKER_FAILURE_THRESHOLD",
                                "1000"))
                .awaitReady();
    }

    private static String route(String name, String steps) {
        return "<route id=\"" + name + "\"><from uri=\"platform-http:/api/v1/keep/" + name + "\"/>" + steps
                + "</route>";
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        redis.close();
        backend.close();
    }

    private List<Http.Reply> replies(Callable<Http.Reply> request) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Http.Reply> replies = new ArrayList<>();
            for (Future<Http.Reply> reply : clients.invokeAll(Collections.nCopies(AT_ONCE, request))) {
                replies.add(reply.get());
            }
            return replies;
        } finally {
            clients.shutdownNow();
        }
    }

    private void isWell() throws IOException {
        assertThat(gateway.isAlive()).isTrue();
        assertThat(Http.send(gateway.port(), "POST", "/api/v1/keep/text", new byte[] {'x'}, Tokens.bearer())
                        .text())
                .isEqualTo("x");
        assertThat(gateway.logLines()).noneMatch(line -> line.contains("OutOfMemoryError"));
    }

    @ParameterizedTest
    @CsvSource({
        "text, x",
        "text, '{\"a\":1},'",
        "xpath, &lt;",
        "xpath, 'x\n'",
        "xslt, <a/>",
        "cached, x",
        "copies, x",
        "split, 'x\n'"
    })
    void requestsThatManyRoutesReadAtOnce(String route, String piece) throws Exception {
        byte[] body = ("<r>" + piece.repeat(LARGE / piece.length()) + "</r>").getBytes(StandardCharsets.UTF_8);

        List<Http.Reply> replies =
                replies(() -> Http.send(gateway.port(), "POST", "/api/v1/keep/" + route, body, Tokens.bearer()));

        assertThat(replies).allMatch(KeptBodiesContractTest::isAnsweredOrRefused);
        isWell();
    }

    /** Who is refused is told to come again, unless the body is too large for any time. */
    private static boolean isAnsweredOrRefused(Http.Reply reply) {
        return switch (reply.status()) {
            case 200, 413 -> true;
            case 503 -> "1".equals(reply.value("Retry-After"));
            default -> false;
        };
    }

    private Http.Reply get(String route) throws IOException {
        return Http.get(gateway.port(), "/api/v1/keep/" + route, Tokens.bearer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "service", "polled", "enriched"})
    void answersThatManyRoutesReadAtOnce(String route) throws Exception {
        answers("200 OK", "Content-Type: text/plain\nContent-Length: " + LARGE + "\n\n", new byte[LARGE]);

        List<Http.Reply> replies = replies(() -> get(route));

        assertThat(replies).allMatch(KeptBodiesContractTest::isAnsweredOrRefused);
        assertThat(replies).anyMatch(reply -> reply.body().length == LARGE);
        isWell();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "service", "polled", "enriched", "gathered"})
    void anAnswerWithoutEndIs502(String route) throws Exception {
        for (String status : List.of("200 OK", "500 Internal Server Error")) {
            withoutEnd("HTTP/1.1 " + status + "\nContent-Type: text/plain\nTransfer-Encoding: chunked\n\n");
            for (int i = 0; i < 3; i++) { // so often that a connection which stays open would be missed
                assertThat(replies(() -> get(route)))
                        .as(() -> unforeseen())
                        .allMatch(reply -> reply.status() == 502 || reply.status() == 503);
            }
        }
        assertThat(gateway.logLines())
                .anyMatch(line -> line.contains("/keep/" + route + "\"")
                        && REFUSAL.matcher(line).find());
        isWell();
    }

    private String unforeseen() {
        try {
            return gateway.logLines().stream()
                    .filter(line -> line.contains("UNFORESEEN"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A bridge passes the coding on, others decode what they read. */
    @ParameterizedTest
    @CsvSource({"plain, 200 OK, 200", "decoded, 200 OK, 502", "decoded, 500 Internal Server Error, 502"})
    void anAnswerThatIsTooLongOnceDecodedIs502(String route, String status, int expected) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 300; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        answers(status, "Content-Encoding: gzip\nContent-Length: " + packed.size() + "\n\n", packed.toByteArray());

        assertThat(get(route).status()).isEqualTo(expected);
        isWell();
    }

    @Test
    void anAnswerThatNoStepReadsMayBeOfAnyLength() throws Exception {
        int length = 40 << 20;
        answers("200 OK", "Content-Length: " + length + "\n\n", new byte[length]);

        Http.Reply reply = get("streamed");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).hasSize(length);
        isWell();
    }

    private void withoutEnd(String head) {
        byte[] chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        PATHS.forEach(path -> backend.on(path, (request, socket, out) -> {
            out.write(RecordingBackend.head(head));
            for (int i = 0; i < 100_000; i++) {
                out.write(chunk);
            }
        }));
    }

    private void answers(String status, String fields, byte[] body) {
        PATHS.forEach(path -> backend.on(path, "HTTP/1.1 " + status + "\n" + fields, body));
    }
}
