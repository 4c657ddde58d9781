package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code explain} tells a request's way before anybody goes it. */
class ExplainCommandTest {

    private static String folder = "";

    @BeforeAll
    static void files() {
        folder = Command.folder(Map.of(
                        "shop.xml",
                                Command.backend(
                                        "shop",
                                        "/api/v1/shop",
                                        "rewrite",
                                        "/v2",
                                        "roles",
                                        "buyer",
                                        "limitPerMinute",
                                        "5",
                                        "timeout",
                                        "2",
                                        "methods",
                                        "GET,PUT"),
                        "auth.xml", Command.backend("auth", "/api/v1/auth"),
                        "plain.xml",
                                Command.plain(
                                        "plain",
                                        "platform-http:/api/v1/plain",
                                        "<circuitBreaker><to uri=\"http://a:1/x?authPassword=pw\"/>"
                                                + "<onFallback><stop/></onFallback></circuitBreaker>")))
                .toString();
    }

    private static String explain(String method, String path) {
        Command command = Command.run("explain", method, path, folder);
        assertThat(command.status()).isZero();
        return command.out();
    }

    @Test
    void itNamesTheRouteAndItsFile() {
        assertThat(explain("GET", "/api/v1/shop/x")).contains("route: shop (shop.xml), path /api/v1/shop");
    }

    @Test
    void itTellsTheStepsOfTheChainInTheirOrder() {
        assertThat(explain("GET", "/api/v1/shop/x"))
                .containsSubsequence(
                        "1. authentication: a valid access token",
                        "2. rate limit: 5 requests a minute and 1000 an hour",
                        "3. authorization: one of the roles buyer, else 403",
                        "4. forwarding: sets X-Request-ID",
                        "call: ",
                        "fallback: ");
    }

    @Test
    void itNamesTheIssuersOfTokens() throws IOException {
        Path file = Files.writeString(
                Path.of(folder).resolve("issuers.txt"),
                "issuers:\n- {name: own, key: JWT_SECRET}\n- {name: staff, issuer: 'https://kc.example', preset: keycloak,"
                        + " algorithms: [RS256, ES256]}\n");

        Command several = Command.run(
                Map.of("JWT_ISSUERS", file.toString()), Path.of(folder), "explain", "GET", "/api/v1/shop", folder);
        Command one = Command.run(
                Map.of("JWT_ISSUER", "https://a.example"), Path.of(folder), "explain", "GET", "/api/v1/shop", folder);

        assertThat(several.out())
                .contains("1. authentication: a valid access token (Authorization: Bearer ...) of own (no iss, HS256)"
                        + " or staff (https://kc.example, RS256 or ES256), else 401");
        assertThat(one.out()).contains("(Authorization: Bearer ...) of default (https://a.example, HS256), else 401");
        assertThat(explain("GET", "/api/v1/shop")).contains("(Authorization: Bearer ...), else 401");
    }

    @Test
    void itTellsTheUrlThatIsCalledWithTheQuery() {
        assertThat(explain("get", "/api/v1/shop/a%20b?c=d"))
                .contains("call: GET http://shop:8001/v2/a%20b?c=d", "an answer within 2.0 s");
    }

    @Test
    void itTellsTheFallback() {
        assertThat(explain("GET", "/api/v1/shop"))
                .contains("503 Cannot connect to service shop", "504 Service shop request timeout");
    }

    @Test
    void itSaysThatAPublicPathNeedsNoToken() {
        assertThat(explain("POST", "/api/v1/auth/login"))
                .contains("authentication: none, for PUBLIC_PATHS has /api/v1/auth/login");
    }

    @Test
    void aSpellingOfAPublicPathIs400() {
        assertThat(explain("POST", "/api/v1/auth/%6cogin"))
                .contains("answer: 400 Malformed request path, before any route");
    }

    @Test
    void whatAPageLoadsIsPublicForThoseWhoRead() {
        assertThat(explain("GET", "/openapi.yaml"))
                .contains("authentication: none, for PUBLIC_PATHS has /openapi.json");
        assertThat(explain("POST", "/openapi.yaml"))
                .contains("authentication: a valid access token", "405", "; without a valid token 401");
        assertThat(explain("POST", "/openapi.json"))
                .contains("authentication: none")
                .doesNotContain("without a valid");
    }

    @Test
    void aPathThatNobodyServesIs404Or401() {
        assertThat(explain("GET", "/api/v1/nowhere")).contains("answer: 404 Not Found; without a valid token 401");
    }

    @Test
    void aMalformedPathIs400() {
        assertThat(explain("GET", "/api/v1/shop/../admin"))
                .contains("answer: 400 Malformed request path, before any route");
    }

    @Test
    void aWrongMethodIs405WithAllow() {
        assertThat(explain("DELETE", "/api/v1/shop/x")).contains("answer: 405 Method Not Allowed, Allow: GET, PUT");
    }

    @Test
    void traceIs405() {
        assertThat(explain("TRACE", "/api/v1/shop"))
                .contains("answer: 405 Method Not Allowed, before any route, Allow: GET,");
    }

    @Test
    void aPlainRouteTellsWhatItSendsToWithoutSecrets() {
        assertThat(explain("GET", "/api/v1/plain"))
                .contains("call: the route's own steps send to http://a:1/x?authPassword=xxxxxx")
                .doesNotContain("=pw");
    }

    @Test
    void healthIsNotCounted() {
        assertThat(explain("GET", "/health")).contains("rate limit: not counted", "gateway's own");
    }
}
