package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 2.9 and 3.6: which connections serve another request, and what is told of a transfer that a backend breaks off. */
@ExtendWith(OutputCaptureExtension.class)
class BackendConnectionContractTest {

    private static final byte[] SMUGGLED =
            "GET /api/v1/admin HTTP/1.1\r\nHost: x\r\nX-User-ID: 999\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .routes(Map.of(
                        "kept.xml",
                        "<routes><route id=\"kept\"><from uri=\"platform-http:/api/v1/kept\"/><to uri=\"http:kept?url="
                                + backend.url() + "&amp;cacheSeconds=60\"/></route></routes>",
                        "one.xml",
                        Command.backend("one", "/api/v1/one").replace("http://one:8001", backend.url())))
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

    private static Http.Reply send(String method, byte @Nullable [] body) throws IOException {
        return Http.send(gateway.port(), method, "/api/v1/one/x", body, Tokens.bearer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE"})
    void aBodyThatABackendMayLeaveUnreadHasAConnectionOfItsOwn(String method) throws IOException {
        send("GET", null);
        int before = backend.connections();

        assertThat(send(method, SMUGGLED).status()).isEqualTo(200);

        assertThat(backend.last().values("Connection")).containsExactly("close");
        assertThat(backend.connections()).isEqualTo(before + 1);
        send("GET", null);
        assertThat(backend.last().values("Connection")).isEmpty();
    }

    @Test
    void withoutABodyTheyShareOne() throws IOException {
        send("GET", null);
        int before = backend.connections();

        send("DELETE", null);
        send("GET", new byte[0]);

        assertThat(backend.connections()).isEqualTo(before);
        assertThat(backend.last().values("Connection")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 304 Not Modified\n\n",
                "HTTP/1.1 204 No Content\n\n",
                "HTTP/1.1 204 No Content\nContent-Length: 4\n\n"
            })
    void aBodyThatComesLateReachesNobody(String head) throws IOException {
        backend.on("/api/v1/one/late", (request, socket, out) -> {
            out.write(RecordingBackend.head(head));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(300);
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 6\n\npoison"));
        });

        Http.get(gateway.port(), "/api/v1/one/late", Tokens.bearer());

        for (int i = 0; i < 3; i++) {
            assertThat(send("GET", null).text()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 50\n\nhello",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\nxyz\n"
            })
    void aTransferThatABackendBreaksOffIsAFailure(String answer, CapturedOutput output) throws Exception {
        backend.on("/api/v1/one/cut", (request, socket, out) -> {
            out.write(RecordingBackend.head(answer));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(50);
            socket.close();
        });

        Http.Reply reply = Http.get(gateway.port(), "/api/v1/one/cut", Tokens.bearer());

        assertThat(reply.complete()).isFalse();
        JsonNode line = line(output, String.valueOf(reply.value("X-Request-ID")));
        assertThat(line.get("event").asText()).isEqualTo("Request failed");
        assertThat(line.get("level").asText()).isEqualTo("warn");
        assertThat(line.get("status_code").asInt()).isEqualTo(200);
        assertThat(line.get("error_type").asText()).isEqualTo("BACKEND_BROKE_OFF");
        assertThat(line.get("error").asText()).isEqualTo("Invalid response from service one");
        assertThat(Http.get(gateway.managementPort(), "/actuator/prometheus").text())
                .containsPattern(
                        "gateway_requests_failed_total\\{outcome=\"broken_off\",route=\"one\",service=\"one\"} [1-9]");
    }

    private static JsonNode line(CapturedOutput output, String id) throws Exception {
        for (int i = 0; i < 100; i++) {
            for (String line : output.getOut().lines().toList()) {
                if (line.contains(id) && line.contains("\"status_code\"")) {
                    return new ObjectMapper().readTree(line);
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("no line of " + id);
    }

    private static String kept(String... headers) throws IOException {
        return Http.get(gateway.port(), "/api/v1/kept", headers).text();
    }

    @Test
    void aKeptAnswerIsForTheSameUserInTheSameRoleAtTheSameHost() throws IOException {
        backend.on("/api/v1/kept", (request, socket, out) -> {
            String body = request.value("X-User-Role") + " " + request.value("X-Forwarded-Host");
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: " + body.length() + "\n\n" + body));
        });

        assertThat(kept(Tokens.bearer(7, "admin"))).isEqualTo("admin gateway.example:8000");
        assertThat(kept(Tokens.bearer(7, "user"))).isEqualTo("user gateway.example:8000");
        assertThat(kept(Tokens.bearer(7, "admin"))).isEqualTo("admin gateway.example:8000");
    }
}
