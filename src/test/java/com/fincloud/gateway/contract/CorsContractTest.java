package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 8: preflights, and what a page of an allowed origin may read. */
class CorsContractTest {

    private static final String ALLOWED = "Origin: http://localhost:3000";
    private static final String FOREIGN = "Origin: https://evil.example";

    @RegisterExtension
    static final SharedGateway SHARED = SharedGateway.asDelivered();

    private static final RecordingBackend backend = SHARED.backend();
    private static final TestGateway gateway = SHARED.gateway();

    private static Http.Reply preflight(String path, String origin) throws IOException {
        return Http.send(
                gateway.port(),
                "OPTIONS",
                path,
                null,
                origin,
                "Access-Control-Request-Method: PUT",
                "Access-Control-Request-Headers: authorization, x-custom");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/budget/x", "/health", "/nowhere"})
    void aPreflightFromAnAllowedOriginNeedsNoToken(String path) throws IOException {
        Http.Reply reply = preflight(path, ALLOWED);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.values("Access-Control-Allow-Origin")).containsExactly("http://localhost:3000");
        assertThat(reply.values("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(reply.value("Access-Control-Allow-Methods")).contains("PUT");
        assertThat(reply.value("Access-Control-Allow-Headers")).isEqualTo("authorization, x-custom");
        assertThat(reply.value("Vary")).contains("Origin");
        assertThat(reply.value("X-Request-ID")).isNotNull();
        assertThat(reply.value("X-Process-Time")).matches("\\d+\\.\\d{4}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:3000.evil",
                "Origin: http://LOCALHOST:3000"
            })
    void aPreflightFromAnotherOriginIs403WithoutCorsHeaders(String origin) throws IOException {
        Http.Reply reply = preflight("/api/v1/budget/x", origin);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Origin not allowed\"}");
        assertThat(reply.head()).doesNotContainIgnoringCase("access-control-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/nowhere", "/api/v1/budget/../x", "/api/v1/budget/x"})
    void everyAnswerToAnAllowedOriginCanBeRead(String path) throws IOException {
        Http.Reply reply = Http.get(gateway.port(), path, ALLOWED);

        assertThat(reply.values("Access-Control-Allow-Origin")).containsExactly("http://localhost:3000");
        assertThat(reply.values("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(reply.value("Vary")).contains("Origin");
        assertThat(reply.value("Access-Control-Expose-Headers"))
                .contains(
                        "X-Request-ID",
                        "X-Process-Time",
                        "Retry-After",
                        "X-RateLimit-Limit",
                        "X-RateLimit-Remaining",
                        "X-RateLimit-Reset",
                        "X-RateLimit-Limit-Minute",
                        "X-RateLimit-Remaining-Minute",
                        "X-RateLimit-Limit-Hour",
                        "X-RateLimit-Remaining-Hour",
                        "X-RateLimit-Limit-Day",
                        "X-RateLimit-Remaining-Day",
                        "X-RateLimit-Limit-Month",
                        "X-RateLimit-Remaining-Month",
                        "RateLimit-Policy",
                        "RateLimit");
    }

    @Test
    void anotherOriginGetsItsAnswerButMayNotReadIt() throws IOException {
        Http.Reply reply = Http.get(gateway.port(), "/health", FOREIGN);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.head()).doesNotContainIgnoringCase("access-control-");
    }

    @Test
    void aBackendsOwnCorsHeadersAreReplacedAndItsVaryStays() throws IOException {
        backend.on(
                "/api/v1/cors",
                200,
                "Access-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: X-Foo\nVary: Accept-Encoding\n",
                "ok");

        Http.Reply reply = Http.get(gateway.port(), "/api/v1/budget/cors", Tokens.bearer(), ALLOWED);

        assertThat(reply.values("Access-Control-Allow-Origin")).containsExactly("http://localhost:3000");
        assertThat(reply.values("Access-Control-Expose-Headers")).hasSize(1);
        assertThat(String.join(", ", reply.values("Vary"))).contains("Origin").contains("Accept-Encoding");
        assertThat(Http.get(gateway.port(), "/api/v1/budget/cors", Tokens.bearer())
                        .head())
                .doesNotContainIgnoringCase("access-control-");
    }

    @Test
    void optionsThatIsNoPreflightReachesTheBackend() throws IOException {
        Http.Reply reply = Http.send(gateway.port(), "OPTIONS", "/api/v1/budget/o", null, Tokens.bearer(), ALLOWED);

        assertThat(reply.text()).isEqualTo("ok");
        assertThat(backend.last().requestLine()).isEqualTo("OPTIONS /api/v1/o HTTP/1.1");
    }

    @Test
    void anyOriginIsAnsweredByName() throws IOException {
        try (TestGateway open = TestGateway.builder()
                .backend(backend)
                .with("CORS_ORIGINS", "*")
                .with("CORS_ALLOW_CREDENTIALS", "false")
                .start()) {
            Http.Reply reply = Http.get(open.port(), "/health", FOREIGN);

            assertThat(reply.value("Access-Control-Allow-Origin")).isIn("*", "https://evil.example");
            assertThat(reply.value("Access-Control-Allow-Credentials")).isNull();
        }
    }
}
