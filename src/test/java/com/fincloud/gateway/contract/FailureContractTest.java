package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a request failed: what the management port, and the command {@code explain --request-id}, know of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureContractTest {

    private static final String STEPS =
            """
            <validate><simple>${header.part} != 'refused'</simple></validate>
            <setBody><constant>hush-1</constant></setBody>
            <choice>
              <when><simple>${header.part} == 'call'</simple><to uri="http:rates?url=%s"/></when>
              <otherwise><throwException exceptionType="java.lang.IllegalStateException" message="hush-2"/></otherwise>
            </choice>""";

    private final RecordingBackend backend = new RecordingBackend();
    private TestGateway gateway = start();

    private TestGateway start() {
        return TestGateway.builder()
                .backend(backend)
                .routes(Map.of(
                        "shop.xml",
                        Command.backend("shop", "/api/v1/shop", "roles", "buyer")
                                .replace("http://shop:8001", nobody() + "," + nobody()),
                        "bank.xml",
                        Command.backend("bank", "/api/v1/bank").replace("http://bank:8001", backend.url()),
                        "plain.xml",
                        Command.plain("plain", "platform-http:/api/v1/plain", STEPS.formatted(nobody()))))
                .with("LOG_MASKED_PATHS", "/api/v1/bank/secret/**")
                .with("MAX_REQUEST_BODY", "1KB")
                .start();
    }

    @BeforeAll
    void answers() {
        backend.on("/api/v1/bank/bad", 500, "", "hush-3");
        backend.on("/api/v1/bank/unknown", 404, "", "hush-4");
        backend.on("/api/v1/bank/short", (request, socket, out) -> {
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 100\n\nten bytes."));
            out.flush();
            socket.close();
        });
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    /** An address at which nobody listens. */
    private static String nobody() {
        try (ServerSocket free = new ServerSocket(0)) {
            return "http://127.0.0.1:" + free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String send(String method, String path, byte[] body, String... headers) throws IOException {
        String id = UUID.randomUUID().toString();
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 1, headers.length);
        all[0] = "X-Request-ID: " + id;
        try {
            Http.send(gateway.port(), method, path, body, all);
        } catch (IOException e) {
            // a response that breaks off
        }
        return id;
    }

    private String get(String path, String... headers) throws IOException {
        return send("GET", path, new byte[0], headers);
    }

    private JsonNode ask(String path) throws IOException {
        return new ObjectMapper()
                .readTree(Http.get(gateway.managementPort(), path).text());
    }

    /** What is known of a request; it is kept a moment after its response has been sent. */
    private JsonNode known(String id) {
        return await().until(() -> ask("/actuator/failures/" + id).at("/failures/0"), JsonNode::isObject);
    }

    @Test
    void aCallOfNobodyShowsEachInstanceThatWasTried() throws IOException {
        JsonNode failure = known(get("/api/v1/shop/1?hush=5", Tokens.bearer(7, "buyer")));

        assertThat(failure.path("method").asText()).isEqualTo("GET");
        assertThat(failure.path("path").asText()).isEqualTo("/api/v1/shop/1");
        assertThat(failure.path("status").asInt()).isEqualTo(503);
        assertThat(failure.path("error").asText()).isEqualTo("Cannot connect to service shop");
        assertThat(failure.path("error_type").asText()).isEqualTo("BACKEND_UNREACHABLE");
        assertThat(failure.path("reason").asText()).isEqualTo("connection_refused");
        assertThat(failure.path("user_id").asLong()).isEqualTo(7);
        assertThat(failure.path("client_ip").asText()).isEqualTo("127.0.0.1");
        assertThat(failure.path("service").asText()).isEqualTo("shop");
        assertThat(failure.path("file").asText()).isEqualTo("shop.xml");
        assertThat(failure.path("line").asInt()).isEqualTo(2);
        assertThat(failure.path("stage").asText()).isEqualTo("call of the service");
        assertThat(failure.path("filters_passed").asBoolean()).isTrue();
        assertThat(failure.at("/circuits/shop").asText()).isEqualTo("closed");
        assertThat(failure.path("advice").asText())
                .startsWith(
                        "Nothing listens at " + failure.at("/calls/1/instance").asText());
        assertThat(failure.path("calls")).hasSize(2);
        assertThat(failure.at("/calls/0/instance").asText()).startsWith("http://127.0.0.1:");
        assertThat(failure.path("calls").findValuesAsText("result")).containsOnly("unreachable");
        assertThat(failure.path("times").findValuesAsText("event"))
                .startsWith(
                        "request received", "all filters passed", "call 1 of shop began", "call 1 ended: unreachable")
                .endsWith("failed: call of the service", "first byte of the response", "done");
        assertThat(failure.path("times").findValuesAsText("ms").stream().map(Double::valueOf))
                .isSorted();
    }

    @Test
    void aStepThatThrowsIsNamedWithItsLineAndWithoutItsText() throws IOException {
        String id = get("/api/v1/plain", Tokens.bearer());
        JsonNode failure = known(id);

        assertThat(failure.path("stage").asText()).isEqualTo("step of the route");
        assertThat(failure.path("step").asText()).startsWith("throwException");
        assertThat(failure.path("step_source").asText()).startsWith("plain.xml:");
        assertThat(failure.path("exception").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.toString()).doesNotContain("hush");
    }

    @Test
    void aRequestThatAStepRefusesNamesTheStepAndNotTheGatewaysHead() throws IOException {
        JsonNode failure = known(get("/api/v1/plain", "part: refused", Tokens.bearer()));

        assertThat(failure.path("status").asInt()).isEqualTo(400);
        assertThat(failure.path("stage").asText()).isEqualTo("check of the route");
        assertThat(failure.path("step").asText()).startsWith("validate");
        assertThat(failure.path("step_source").asText()).startsWith("plain.xml:");
        assertThat(failure.path("advice").asText()).contains("route file says what it accepts");
    }

    @Test
    void aMissingRoleIsShownBesideTheRolesOfTheCaller() throws IOException {
        String id = get("/api/v1/shop/1", Tokens.bearer(1, "user"));
        JsonNode failure = known(id);

        assertThat(failure.path("roles_asked").asText()).isEqualTo("buyer");
        assertThat(failure.path("roles_of_caller").asText()).isEqualTo("user");
        assertThat(failure.path("times").findValuesAsText("event")).doesNotContain("all filters passed");
        assertThat(Command.run(
                                "explain",
                                "--request-id=" + id,
                                "--management=http://localhost:" + gateway.managementPort())
                        .out())
                .contains("roles:    the route asks for buyer, the caller has user");
    }

    @Test
    void anUnknownPathNamesNoStepOfTheGatewaysOwn() throws IOException {
        JsonNode failure = known(get("/api/v1/nowhere", Tokens.bearer()));

        assertThat(failure.path("step").isNull()).isTrue();
        assertThat(failure.path("advice").asText()).startsWith("No route serves this path");
        assertThat(known(get("/api/v1/bank/1", "X: y")).path("advice").asText()).contains("PUBLIC_PATHS");
    }

    @Test
    void aStepOfAPlainRouteThatCallsIsNamedWithItsService() throws IOException {
        JsonNode failure = known(get("/api/v1/plain", "part: call", Tokens.bearer()));

        assertThat(failure.path("step").asText()).startsWith("to");
        assertThat(failure.at("/calls/0/service").asText()).isEqualTo("rates");
        assertThat(failure.at("/circuits/rates").asText()).isEqualTo("closed");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/v1/bank/1,          '',    0, 401, TOKEN_MISSING,      authentication,        false",
        "GET,  /api/v1/shop/1,          user,  0, 403, ROLE_MISSING,       authorization,         false",
        "GET,  /api/v1/nowhere,         user,  0, 404, NOT_FOUND,          choice of the route,   true",
        "POST, /api/v1/bank/1,          user, 5000, 413, BODY_TOO_LARGE,   request body,          false",
        "GET,  /api/v1/bank/..;/1,      user,  0, 400, MALFORMED_PATH,     request head,          false",
        "GET,  /api/v1/bank/bad,        user,  0, 500, SERVER_ERROR,       call of the service,   true",
        "GET,  /api/v1/bank/short,      user,  0, 200, BACKEND_BROKE_OFF,  response body,         true",
    })
    void eachKindIsKept(
            String method, String path, String role, int bytes, int status, String type, String stage, boolean passed)
            throws IOException {
        String token = role.isEmpty() ? "X: y" : Tokens.bearer(1, role);
        JsonNode failure = known(send(method, path, new byte[bytes], token));

        assertThat(failure.path("status").asInt()).isEqualTo(status);
        assertThat(failure.path("error_type").asText()).isEqualTo(type);
        assertThat(failure.path("stage").asText()).isEqualTo(stage);
        assertThat(failure.path("filters_passed").asBoolean()).isEqualTo(passed);
    }

    @Test
    void whatASuccessfulCallAnsweredIsNotKeptAndA4xxOfAServiceNeither() throws IOException {
        String good = get("/api/v1/bank/1", Tokens.bearer());
        String unknown = get("/api/v1/bank/unknown", Tokens.bearer());
        known(get("/api/v1/bank/bad", Tokens.bearer())); // later than both

        for (String id : new String[] {good, unknown}) {
            Http.Reply reply = Http.get(gateway.managementPort(), "/actuator/failures/" + id);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text()).contains("keeps the last 200 failed");
        }
    }

    @Test
    void strangersCannotPushOutTheFailureOfAUser() throws IOException {
        String failed = get("/api/v1/bank/bad", Tokens.bearer());
        String refused = get("/api/v1/shop/1", Tokens.bearer(3, "user"));
        known(failed);
        try (Http http = new Http(gateway.port())) {
            for (int i = 0; i < 450; i++) {
                http.write("GET /api/v1/shop/x HTTP/1.1\r\nHost: gateway.example\r\n\r\n");
                assertThat(http.read("GET").status()).isEqualTo(401);
            }
        }

        assertThat(known(failed).path("status").asInt()).isEqualTo(500);
        assertThat(known(refused).path("status").asInt()).isEqualTo(403);
        assertThat(ask("/actuator/failures").path("failures").size()).isBetween(200, 800);
    }

    @Test
    void nothingSecretAndNothingLongIsKept() throws IOException {
        String id = get("/api/v1/shop/" + "x".repeat(5000) + "?hush=1", "Cookie: hush=2", Tokens.bearer());
        String masked = get("/api/v1/bank/secret/hush-6", "X: y");

        assertThat(known(id).path("path").asText()).hasSize(256);
        assertThat(known(id).toString()).doesNotContain("hush");
        assertThat(known(masked).path("path").asText()).doesNotContain("hush").endsWith("***");
    }

    @Test
    void theCommandPrintsTheSameForPeopleAndForPrograms() throws IOException {
        String id = get("/api/v1/plain", Tokens.bearer());
        known(id);
        String management = "http://localhost:" + gateway.managementPort();

        Command people = Command.run("explain", "--request-id", id, "--management", management);
        Command programs = Command.run("--json", "explain", "--request-id=" + id, "--management=" + management + "/");

        assertThat(people.status()).isZero();
        assertThat(people.out())
                .containsSubsequence(
                        "GET /api/v1/plain", id, "500 Internal server error", "plain.xml:", "done", "next:");
        assertThat(new ObjectMapper()
                        .readTree(programs.out())
                        .at("/failures/0/request_id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void theCommandSaysWhatIsNotThere() {
        String management = "http://localhost:" + gateway.managementPort();
        Command unknown = Command.run("explain", "--request-id=" + UUID.randomUUID(), "--management=" + management);
        Command nobody = Command.run("explain", "--request-id=1", "--management", nobody());
        Command wrong = Command.run("explain", "--request-id=1", "--management", "localhost:8081");
        Command path = Command.run("explain", "GET", "/x", "--request-id=1");

        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("keeps the last 200 failed");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err()).contains("does not answer");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("such as http://localhost:8081");
        assertThat(path.status()).isEqualTo(2);
    }

    @Test
    void clientsCannotReadIt() throws IOException {
        assertThat(Http.get(gateway.port(), "/actuator/failures").status()).isEqualTo(401);
        assertThat(Http.get(gateway.port(), "/actuator/failures", Tokens.bearer())
                        .status())
                .isEqualTo(404);
        try (Http http = new Http(gateway.managementPort())) {
            http.write("GET /actuator/failures HTTP/1.1\r\nHost: attacker.example\r\n\r\n");
            assertThat(http.read("GET").status()).isEqualTo(403);
        }
    }
}
