package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract 2.13: a path that a backend could read as the path of another route, or as a path that is public where this one is not, is
 * refused before authentication; every other path arrives byte for byte.
 */
class PathReadingsContractTest {

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .with(
                        "PUBLIC_PATHS",
                        "/,/health,/docs,/openapi.json,/api/v1/health/**,/api/v1/ngx/login,/api/v1/ngx/open/**")
                .with("MAX_REQUEST_BODY", "100")
                .routes(Map.of(
                        "service.xml", route("ngx", "/api/v1/ngx", "rewrite", "/"),
                        "admin.xml", route("admin", "/api/v1/ngx/admin", "roles", "admin", "rewrite", "/admin"),
                        "upload.xml", route("upload", "/api/v1/ngx/upload", "maxBody", "10", "rewrite", "/upload"),
                        "secret.xml",
                                route(
                                        "secret",
                                        "/api/v1/ngx/a-b_c.d~9",
                                        "setRequestHeaders",
                                        "X-Edited: yes",
                                        "rewrite",
                                        "/secret"),
                        "reading.xml", route("reading", "/api/v1/ngx/reading", "methods", "GET", "rewrite", "/reading"),
                        "at.xml", route("at", "/api/v1/ngx/@me", "roles", "admin", "rewrite", "/@me"),
                        "deep.xml", route("deep", "/api/v1/other", "rewrite", "/"),
                        "plain.xml",
                                Command.plain(
                                                "vault",
                                                "platform-http:/api/v1/ngx/vault",
                                                "    <setBody><constant>the vault</constant></setBody>")
                                        .replace("<from", "<routeProperty key=\"roles\" value=\"admin\"/>\n    <from"),
                        "item.xml",
                                Command.plain(
                                        "item",
                                        "platform-http:/api/v1/ngx/item/{id}",
                                        "    <setBody><simple>item ${header.id}</simple></setBody>")))
                .start();
    }

    private static String route(String id, String path, String... parameters) {
        return Command.backend(id, path, parameters).replace("http://" + id + ":8001", backend.url());
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/ngx/%61dmin",
                "/api/v1/ngx/%61dmin/x",
                "/api/v1/ngx/adm%69n/x",
                "/api/v1/ngx/admin%2fx",
                "/api/v1/ngx/admin%2Fx",
                "/api/v1/ngx%2Fadmin/x",
                "/api/v1/ngx/%2fadmin/x",
                "/api/v1/ngx/%2Fadmin",
                "/api/v1/ngx/admin;x",
                "/api/v1/ngx/admin;x=1/y",
                "/api/v1/ngx/;/admin",
                "/api/v1/ngx/;x/admin/y",
                "/api/v1/ngx;x/admin/y",
                "/api/v1/ngx/%3B/admin",
                "/api/v1/ngx/admin%3bx",
                "/api/v1/ngx/%61dmin;x%2Fy",
                "/api/v1/ngx/%61dm%69n%2Fx;y",
                "/api/v1/ngx/;x%2Fadmin/y",
                "/api/v1/ngx/;%2fadmin%2fx",
                "/api/v1/ngx/;%2f%2f%61dmin/x",
                "/api/v1/ngx/%2f;a/%2f/admin",
                "/api/v1/ngx/%40me",
                "/api/v1/ngx/a%2Db_c.d~9",
                "/api/v1/ngx/a-b%5Fc.d~9/x",
                "/api/v1/ngx/a-b_c%2Ed~9",
                "/api/v1/ngx/a-b_c.d%7E9",
                "/api/v1/ngx/a-b_c.d%7e%39/x",
                "/api/v1/ngx/upl%6Fad",
                "/api/v1/ngx/upload;a",
                "/api/v1/ngx/l%6Fgin",
                "/api/v1/ngx/login;a",
                "/api/v1/ngx/open%2fx",
                "/api/v1/ngx/%6fpen/x",
                "/api/v1/ngx//open/x",
                "/api/v1/%6egx/x",
                "/api%2fv1/ngx/x",
                "/%61pi/v1/ngx/x",
                "//api/v1/ngx/x",
                "/api/v1/ngx//x",
                "/api/v1/ngx/item/7%2Fx",
                "/d%6Fcs",
                "/docs;x",
                "/docs%2Fdocs.js",
                "/api/v1/health;x",
                "/api/v1/h%65alth/live"
            })
    void aPathOfTwoRoutesIs400BeforeAuthentication(String path) throws IOException {
        for (String method : new String[] {"GET", "POST", "HEAD", "DELETE"}) {
            assertThat(Http.send(gateway.port(), method, path, null).status())
                    .as("%s %s without a token", method, path)
                    .isEqualTo(400);
            assertThat(Http.send(gateway.port(), method, path, null, Tokens.bearer(7, "admin"))
                            .status())
                    .as("%s %s", method, path)
                    .isEqualTo(400);
        }
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/other/admin%2Fx, /admin%2Fx",
        "/api/v1/other/%61dmin, /%61dmin",
        "/api/v1/other/;/admin, /;/admin",
        "/api/v1/other/x//admin;y, /x//admin;y",
        "/api/v1/other/%2f%2f%3B;%61, /%2f%2f%3B;%61",
        "/api/v1/ngx/x%2Fadmin, /x%2Fadmin",
        "/api/v1/ngx/%61dministrator, /%61dministrator",
        "/api/v1/ngx/x/%61dmin, /x/%61dmin",
        "/api/v1/ngx/admi;n/x, /admi;n/x",
        "/api/v1/ngx/%2561dmin, /%2561dmin",
        "/api/v1/ngx/ADMIN, /ADMIN",
        "/api/v1/ngx/caf%C3%A9%20+, /caf%C3%A9%20+",
        "/api/v1/ngx/admin%20/x, /admin%20/x"
    })
    void aPathOfOneRoutePassesAsSent(String path, String target) throws IOException {
        assertThat(Http.get(gateway.port(), path).status()).isEqualTo(401);
        assertThat(Http.get(gateway.port(), path, Tokens.bearer()).status()).isEqualTo(200);
        assertThat(backend.last().target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/ngx/admin",
                "/api/v1/ngx/admin/",
                "/api/v1/ngx/admin/x%2Fy;z",
                "/api/v1/ngx/admin/%61",
                "/api/v1/ngx/@me",
                "/api/v1/ngx/vault"
            })
    void whatTheGuardedRouteServesNeedsTheRole(String path) throws IOException {
        assertThat(Http.get(gateway.port(), path, Tokens.bearer()).status()).isEqualTo(403);
        assertThat(Http.get(gateway.port(), path, Tokens.bearer(7, "admin")).status())
                .isEqualTo(200);
    }

    /** Many servers take {@code /vault/} for {@code /vault}, and only the gateway's route for the latter asks for a role. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/ngx/vault/", "/api/v1/ngx/v%61ult/", "/api/v1/ngx/vault//", "/api/v1/ngx/vault%2F"})
    void aSlashBehindAGuardedPathIsNoWayAroundIt(String path) throws IOException {
        assertThat(Http.get(gateway.port(), path, Tokens.bearer()).status()).isEqualTo(400);
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/ngx/item/7, item 7", "/api/v1/ngx/item/%37;v, item 7;v"})
    void aNamedSegmentIsDecodedForTheRoute(String path, String text) throws IOException {
        assertThat(Http.get(gateway.port(), path, Tokens.bearer()).text()).isEqualTo(text);
    }

    @Test
    void aPreflightOfSuchAPathIs400() throws IOException {
        Http.Reply reply = Http.send(
                gateway.port(),
                "OPTIONS",
                "/api/v1/ngx/%61dmin",
                null,
                "Origin: http://localhost:3000",
                "Access-Control-Request-Method: GET");

        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void routesAreThoseOfTheMethod() throws IOException {
        assertThat(Http.get(gateway.port(), "/api/v1/ngx/re%61ding", Tokens.bearer())
                        .status())
                .isEqualTo(400);
        assertThat(Http.send(gateway.port(), "POST", "/api/v1/ngx/re%61ding", null, Tokens.bearer())
                        .status())
                .isEqualTo(200);
        assertThat(backend.last().target()).isEqualTo("/re%61ding");
    }

    @Test
    void aPathOfTooManySegmentsIs400() throws IOException {
        String most = "/api/v1/other" + "/a".repeat(253);

        assertThat(Http.get(gateway.port(), most, Tokens.bearer()).status()).isEqualTo(200);
        assertThat(Http.get(gateway.port(), most + "/a", Tokens.bearer()).status())
                .isEqualTo(400);
        assertThat(Http.get(gateway.port(), most + "%2fa", Tokens.bearer()).status())
                .isEqualTo(400);
    }
}
