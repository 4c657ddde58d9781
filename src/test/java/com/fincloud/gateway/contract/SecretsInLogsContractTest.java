package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 3.4 and 3.6: no secret of a client, of a backend or of the gateway's own variables is in a line, whoever writes it. */
class SecretsInLogsContractTest {

    private static final String TALKATIVE =
            """
            <routes xmlns="http://camel.apache.org/schema/spring">
              <route id="talk">
                <from uri="platform-http:/api/v1/talk"/>
                <log message="all ${headers}"/>
                <log message="bare ${header.Authorization} / ${header.Cookie} / ${header.X-API-Key} / ${header.CamelHttpQuery}"/>
                <log message="exchange ${exchange}"/>
                <to uri="log:show?showAll=true&amp;multiline=true"/>
                <wireTap uri="direct:tapped"/>
                <setHeader name="Set-Cookie"><constant>sid=COOKIEHUNTER2; Path=/</constant></setHeader>
                <to uri="log:after?showHeaders=true"/>
                <setBody><constant>ok</constant></setBody>
              </route>
              <route id="tapped">
                <from uri="direct:tapped"/>
                <log message="tapped ${header.Authorization} ${headers}"/>
                <to uri="log:tapped?showAll=true"/>
              </route>
              <route id="throws">
                <from uri="platform-http:/api/v1/throws"/>
                <throwException exceptionType="java.lang.IllegalStateException"
                    message="failed for ${header.Authorization} at http://u:USERHUNTER2@h/p?${header.CamelHttpQuery}"/>
              </route>
            </routes>
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private GatewayProcess start(String format) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("talk.xml"), TALKATIVE);
        Map<String, String> variables = new HashMap<>();
        variables.put("ROUTES_DIR", routes.toString());
        variables.put("RATE_LIMIT_ENABLED", "false");
        variables.put("LOG_FORMAT", format);
        variables.put("LOG_LEVEL", "debug");
        variables.put("SHUTDOWN_DELAY", "0");
        return new GatewayProcess(folder.resolve("gateway.log"), "128m", variables).awaitReady();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("gateway.log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void noLineShowsASecretOfARequestOrOfAnAnswer(String format) throws Exception {
        String token = Tokens.bearer(42, "user");
        String jwt = token.substring(token.lastIndexOf(' ') + 1);
        try (GatewayProcess gateway = start(format)) {
            String[] fields = {
                token,
                "Cookie: sid=COOKIEHUNTER2, b=COOKIEHUNTER2; c=\"COOKIEHUNTER2\"",
                "X-API-Key: KEYHUNTER2",
                "Proxy-Authorization: Basic PROXYHUNTER2",
                "Sec-WebSocket-Protocol: fincloud.bearer, PROTOHUNTER2",
                "X-Request-ID: 11111111-2222-4333-8444-555555555555"
            };
            Http.get(gateway.port(), "/api/v1/talk?code=QUERYHUNTER2&x={\"QUERYHUNTER2\"}", fields);
            Http.get(gateway.port(), "/api/v1/throws?code=QUERYHUNTER2", fields);
            Http.get(gateway.port(), "/api/v1/auth/password-reset/PATHHUNTER2");
            Http.get(gateway.port(), "/api/v1/%61uth/password-reset/PATHHUNTER2");
            Http.get(gateway.port(), "/api/v1/auth;x//password-reset/PATHHUNTER2");
            await().atMost(Duration.ofSeconds(30)).until(() -> log().contains("tapped") && log().contains("throws"));
            gateway.askToEnd();
            gateway.awaitEnd();
        }

        assertThat(log())
                .doesNotContain("HUNTER2", jwt, jwt.substring(jwt.lastIndexOf('.')))
                .contains("/api/v1/auth/password-reset/***", "bare ", "tapped ", "exchange ", "password-reset");
    }

    @Test
    void aLineNamesItsRequestAndHasNoMethodWhereNoHttpCame() throws Exception {
        try (GatewayProcess gateway = start("json")) {
            Http.get(
                    gateway.port(),
                    "/api/v1/talk",
                    Tokens.bearer(42, "user"),
                    "X-Request-ID: 11111111-2222-4333-8444-555555555555");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer).startsWith("HTTP/1.1 400 ");
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> log().contains("tapped "));
            gateway.askToEnd();
            gateway.awaitEnd();
        }

        assertThat(lines("\"bare ", "\"tapped ")).hasSize(2).allSatisfy(line -> {
            assertThat(line.path("request_id").asText()).isEqualTo("11111111-2222-4333-8444-555555555555");
            assertThat(line.path("route_id").asText()).isEqualTo("talk");
        });
        assertThat(log()).doesNotContain("\"method\":\"null\"");
        assertThat(lines("\"event\":\"Request ").stream()
                        .filter(line -> line.path("status_code").asInt() == 400))
                .singleElement()
                .satisfies(line -> assertThat(line.path("method").isNull()).isTrue());
    }

    /** The lines that have one of these texts. */
    private List<JsonNode> lines(String... texts) {
        return log().lines()
                .filter(line -> Stream.of(texts).anyMatch(line::contains))
                .map(SecretsInLogsContractTest::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
