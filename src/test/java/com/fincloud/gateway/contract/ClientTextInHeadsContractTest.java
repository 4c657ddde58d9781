package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route makes of a client's text writes no head: no name, no method and no status ends the line that it stands in. */
class ClientTextInHeadsContractTest {

    private static RecordingBackend backend;
    private static TestGateway gateway;

    private static String route(String id, String header, String call) {
        return "<routes xmlns='http://camel.apache.org/schema/xml-io'><route id='" + id + "'><from uri='platform-http:/"
                + id
                + "'/><convertBodyTo type='java.lang.String'/><setHeader name='" + header
                + "'><simple>${body}</simple></setHeader>"
                + "<setBody><constant>fixed</constant></setBody>" + call + "</route></routes>";
    }

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        String service = "<to uri='http:one?url=" + backend.url() + "'/>";
        String plain = "<to uri='" + backend.url() + "/plain?bridgeEndpoint=true'/>";
        gateway = TestGateway.builder()
                .routes(Map.of(
                        "name.xml", route("name", "${body}", service),
                        "plain-name.xml", route("plain-name", "${body}", plain),
                        "own-name.xml", route("own-name", "${body}", ""),
                        "method.xml", route("method", "CamelHttpMethod", service),
                        "status.xml", route("status", "CamelHttpResponseCode", "")))
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    private static Http.Reply post(String path, String body) throws IOException {
        return Http.send(
                gateway.port(),
                "POST",
                path,
                body.getBytes(StandardCharsets.UTF_8),
                Tokens.bearer(),
                "Connection: close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/name", "/plain-name"})
    void aNameThatIsNoTokenIsNotSent(String path) throws IOException {
        for (String name : new String[] {
            "X-A: 1\r\nX-User-ID: 999\r\nX-B",
            "X-A: 1\nX-User-ID: 999\nX-B",
            "\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\nX-User-ID: 999\r\n\r\n",
            "X-User-ID ",
            "X-User-ID\t",
            "X-User-ID\u00a0",
            "X-User-ID:",
            "X User",
            "X-\u010d\u010aX",
            "X\u0000"
        }) {
            backend.forget();

            assertThat(post(path, name).status()).as(name).isEqualTo(200);

            assertThat(backend.requests()).as(name).hasSize(1);
            assertThat(backend.last().head().lines().skip(1).toList())
                    .as(name)
                    .allMatch(line -> line.isEmpty() || line.matches("[A-Za-z-]+: .+"))
                    .noneMatch(line -> line.startsWith("X-A") || line.startsWith("X-B"))
                    .filteredOn(line -> line.startsWith("X-User-ID"))
                    .containsExactly("X-User-ID: 42");
        }
        post(path, "X-Fine");
        assertThat(backend.last().value("X-Fine")).isEqualTo("X-Fine");
    }

    @Test
    void aNameThatIsNoTokenIsNotAnswered() throws IOException {
        Http.Reply reply = post("/own-name", "X-A: 1\r\nX-User-ID: 999\r\nX-B");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.values("X-User-ID")).isEmpty();
        assertThat(post("/own-name", "X-Fine").value("X-Fine")).isEqualTo("X-Fine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /evil HTTP/1.1\r\nX-User-ID: 999\r\nX:",
                "GET /evil?",
                "GET\t",
                "G\u00cbT",
                " ",
                "TRACE",
                "CONNECT"
            })
    void aMethodThatIsNoneIsRefused(String method) throws IOException {
        assertThat(post("/method", method).status()).isEqualTo(400);
        assertThat(backend.requests()).isEmpty();

        assertThat(post("/method", "PUT").status()).isEqualTo(200);
        assertThat(backend.last().requestLine()).isEqualTo("PUT /method HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource({
        "100,500",
        "101,500",
        "199,500",
        "0,500",
        "-1,500",
        "600,500",
        "1000,500",
        "200,200",
        "418,418",
        "599,599"
    })
    void aStatusThatIsNoneIsNotAnswered(String said, int answered) throws IOException {
        assertThat(post("/status", said).status()).isEqualTo(answered);
    }
}
