package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 3 and 10: every answer says which request it belongs to, every request leaves one line of JSON. */
@ExtendWith(OutputCaptureExtension.class)
class IdentityAndLogContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("LOG_LEVEL", "debug")
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1000")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /health, 200",
        "GET, /nowhere, 401",
        "GET, /api/v1/budget/../x, 400",
        "TRACE, /, 405",
        "POST, /health, 405",
        "GET, /api/v1/budget/x, 401"
    })
    void everyAnswerHasARequestIdAndItsTime(String method, String path, int status) throws IOException {
        Http.Reply reply = Http.send(gateway.port(), method, path, null);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(UUID.fromString(String.valueOf(reply.value("X-Request-ID"))).version())
                .isEqualTo(4);
        assertThat(reply.value("X-Process-Time")).matches("\\d+\\.\\d{4}");
        assertThat(reply.value("Server")).isNull();
    }

    @Test
    void aWellFormedIdOfTheClientIsKeptAndReachesTheBackend() throws IOException {
        String id = "5B3e6a52-0000-1000-8000-0123456789ab";

        Http.Reply reply = Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer(), "X-Request-ID: " + id);

        assertThat(reply.values("X-Request-ID")).containsExactly(id);
        assertThat(backend.last().value("X-Request-ID")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "5b3e6a52-0000-1000-8000-0123456789a", "5b3e6a52-0000-1000-8000-0123456789ag", "{{x}}"})
    void anyOtherIdIsReplaced(String id) throws IOException {
        Http.Reply reply = Http.get(gateway.port(), "/health", "X-Request-ID: " + id);

        assertThat(reply.value("X-Request-ID")).isNotEqualTo(id).hasSize(36);
    }

    @Test
    void aBackendDoesNotOverwriteTheId() throws IOException {
        backend.on("/api/v1/id", 200, "X-Request-ID: mine\nX-Process-Time: 9\n", "ok");

        Http.Reply reply = Http.get(gateway.port(), "/api/v1/budget/id", Tokens.bearer());

        assertThat(reply.values("X-Request-ID")).hasSize(1).doesNotContain("mine");
        assertThat(reply.values("X-Process-Time")).hasSize(1).doesNotContain("9");
    }

    @Test
    void aTraceIsContinuedAndABrokenOneBegunAnew() throws IOException {
        Http.get(
                gateway.port(),
                "/api/v1/budget/x",
                Tokens.bearer(),
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "tracestate: a=1");
        assertThat(backend.last().value("traceparent"))
                .matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01")
                .doesNotContain("b7ad6b7169203331");
        assertThat(backend.last().value("tracestate")).isEqualTo("a=1");

        Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer(), "traceparent: 00-zz-1-01", "tracestate: a=1");
        assertThat(backend.last().value("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(backend.last().value("tracestate")).isNull();
    }

    @Test
    void aRequestLeavesOneLineWithItsFields(CapturedOutput output) throws IOException {
        Http.Reply reply = Http.get(
                gateway.port(), "/api/v1/budget/x?secret=value", Tokens.bearer(7, "user"), "User-Agent: test \"1\"");

        JsonNode line = completed(output, reply);
        assertThat(line.get("event").asText()).isEqualTo("Request completed");
        assertThat(line.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z");
        assertThat(line.get("level").asText()).isEqualTo("info");
        assertThat(line.get("method").asText()).isEqualTo("GET");
        assertThat(line.get("path").asText()).isEqualTo("/api/v1/budget/x");
        assertThat(line.get("status_code").asInt()).isEqualTo(200);
        assertThat(line.get("process_time").isNumber()).isTrue();
        assertThat(line.get("user_id").asLong()).isEqualTo(7);
        assertThat(line.get("client_ip").asText()).isEqualTo("127.0.0.1");
        assertThat(line.get("user_agent").asText()).isEqualTo("test \"1\"");
        assertThat(line.get("service").asText()).isEqualTo("budget");
        assertThat(line.get("route_id").asText()).isEqualTo("budget");
        assertThat(events(output)).contains("Incoming request");
    }

    @Test
    void aFailureAddsWhatWentWrong(CapturedOutput output) throws IOException {
        backend.on("/api/v1/cut", (request, socket, out) -> socket.close());

        JsonNode line = completed(output, Http.get(gateway.port(), "/api/v1/budget/cut", Tokens.bearer()));

        assertThat(line.get("event").asText()).isEqualTo("Request failed");
        assertThat(line.get("status_code").asInt()).isEqualTo(502);
        assertThat(line.get("error").asText()).isEqualTo("Invalid response from service budget");
        assertThat(line.get("error_type").asText()).isEqualTo("BACKEND_UNUSABLE");
    }

    @Test
    void aBackendsOwnFailureIsAFailure(CapturedOutput output) throws IOException {
        backend.on("/api/v1/own", 500, "", "no");

        JsonNode line = completed(output, Http.get(gateway.port(), "/api/v1/budget/own", Tokens.bearer()));

        assertThat(line.get("event").asText()).isEqualTo("Request failed");
        assertThat(line.get("error").asText()).isEqualTo("Service budget answered 500");
        assertThat(line.get("error_type").asText()).isEqualTo("SERVER_ERROR");
    }

    @Test
    void aRefusedRequestIsToldOnceAndWithoutAStackTrace(CapturedOutput output) throws IOException {
        completed(output, Http.get(gateway.port(), "/api/v1/nothing", Tokens.bearer()));

        assertThat(output.getOut()).doesNotContain("Failed delivery", "stack_trace", "\tat ");
    }

    @Test
    void nothingSecretIsLoggedAndNoLineIsBroken(CapturedOutput output) throws IOException {
        Http.Reply reply = Http.send(
                gateway.port(),
                "POST",
                "/api/v1/budget/x%0d%0a{\"event\"?password=hunter2",
                "body-hunter2".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "Authorization: Bearer hunter2.hunter2.hunter2",
                "Cookie: session=hunter2",
                "User-Agent: x\",\"event\":\"forged");
        assertThat(reply.status()).isIn(400, 401);
        Http.get(
                gateway.port(),
                "/api/v1/budget/x?password=hunter2",
                Tokens.bearer(),
                "Cookie: session=hunter2",
                "X-Api-Key: hunter2");

        completed(output, reply);
        assertThat(output.getOut()).doesNotContain("hunter2", Tokens.SECRET);
        assertThat(events(output)).doesNotContain("forged");
    }

    private static List<JsonNode> lines(CapturedOutput output) {
        List<JsonNode> lines = new ArrayList<>();
        output.getOut().lines().filter(line -> !line.isBlank()).forEach(line -> {
            try {
                lines.add(JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON object: " + line, e);
            }
        });
        return lines;
    }

    private static List<String> events(CapturedOutput output) {
        return lines(output).stream().map(line -> line.get("event").asText()).toList();
    }

    private static JsonNode completed(CapturedOutput output, Http.Reply reply) {
        List<JsonNode> found = new ArrayList<>();
        await().until(() -> {
            found.clear();
            lines(output).stream()
                    .filter(line -> line.path("request_id").asText().equals(reply.value("X-Request-ID")))
                    .filter(line -> line.has("status_code"))
                    .forEach(found::add);
            return found.size() == 1;
        });
        return found.get(0);
    }
}
