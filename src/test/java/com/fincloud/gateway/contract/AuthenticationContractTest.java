package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 4.1 to 4.3: what needs a token, what is answered without one, and what the backend learns from it. */
class AuthenticationContractTest {

    @RegisterExtension
    static final SharedGateway SHARED = SharedGateway.asDelivered();

    private static final RecordingBackend backend = SHARED.backend();
    private static final TestGateway gateway = SHARED.gateway();

    private static void refused(Http.Reply reply, String detail) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"" + detail + "\"}");
        assertThat(reply.values("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(reply.value("Content-Type")).isEqualTo("application/json");
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/api/v1/status",
                "/api/v1/health",
                "/api/v1/health/live",
                "/api/v1/health/ready",
                "/api/v1/auth/register",
                "/api/v1/auth/login",
                "/api/v1/auth/refresh",
                "/api/v1/auth/password-reset",
                "/api/v1/auth/password-reset/confirm"
            })
    void aPublicPathNeedsNoToken(String path) throws IOException {
        assertThat(Http.get(gateway.port(), path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docsx",
                "/api/v1/auth/loginx",
                "/api/v1/auth/login/",
                "/api/v1/auth/login/x",
                "/api/v1/healthx",
                "/api/v1/statusx",
                "/HEALTH",
                "/api/v1/auth/password-resetx",
                "/api/v1/auth",
                "/nowhere",
                "/api/v1/budget/x"
            })
    void everyOtherPathNeedsAToken(String path) throws IOException {
        refused(Http.get(gateway.port(), path), "Missing authentication token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: */*",
                "Authorization: Basic dTpw",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization:",
                "Cookie: access_token=x"
            })
    void aHeaderWithoutABearerTokenIsAMissingToken(String header) throws IOException {
        refused(Http.get(gateway.port(), "/api/v1/budget/x", header), "Missing authentication token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'sub':'1','type':'access','exp':NOW+600,'nbf':NOW+60} | Invalid or expired token",
                "{'sub':'1','type':'access','exp':NOW-1} | Invalid or expired token",
                "{'sub':'1','type':'access'} | Invalid or expired token",
                "{'sub':'1','type':'refresh','exp':NOW+600} | Invalid token type. Access token required",
                "{'sub':'1','exp':NOW+600} | Invalid token type. Access token required",
                "{'type':'access','exp':NOW+600} | Invalid token payload",
                "{'sub':'one','type':'access','exp':NOW+600} | Invalid user ID in token"
            })
    void aTokenThatIsNotAcceptedSaysWhy(String claims, String detail) throws IOException {
        long now = Instant.now().getEpochSecond();
        String json = claims.replace('\'', '"')
                .replace("NOW+600", Long.toString(now + 600))
                .replace("NOW+60", Long.toString(now + 60))
                .replace("NOW-1", Long.toString(now - 1));

        refused(Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: Bearer " + Tokens.sign(json)), detail);
    }

    @Test
    void aTokenWithAnotherSignatureIsRefused() throws IOException {
        String token = Tokens.access(1, "user");
        String forged = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "BB" : "AA");

        refused(
                Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: Bearer " + forged),
                "Invalid or expired token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "BEARER", "Bearer"})
    void theSchemeMayBeInAnyCase(String scheme) throws IOException {
        assertThat(Http.get(
                                gateway.port(),
                                "/api/v1/budget/x",
                                "authorization: " + scheme + " " + Tokens.access(1, "user"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theBackendLearnsWhoCalls() throws IOException {
        Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer(7, "admin"));

        assertThat(backend.last().value("X-User-ID")).isEqualTo("7");
        assertThat(backend.last().value("X-User-Email")).isEqualTo("user7@fincloud.example");
        assertThat(backend.last().value("X-User-Role")).isEqualTo("admin");
    }

    @Test
    void theRoleIsUserWhereTheTokenNamesNone() throws IOException {
        String token = Tokens.sign(
                "{\"sub\":\"7\",\"type\":\"access\",\"exp\":" + (Instant.now().getEpochSecond() + 60) + "}");

        Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: Bearer " + token);

        assertThat(backend.last().value("X-User-Role")).isEqualTo("user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/budget/x", "/api/v1/auth/login"})
    void identityThatAClientClaimsNeverArrives(String path) throws IOException {
        Http.get(
                gateway.port(),
                path + "?X-User-ID=666&x_user_role=root",
                Tokens.bearer(7, "user"),
                "X-User-ID: 666",
                "x-user-role: root",
                "X_User_Id: 666",
                "X-USER_EMAIL: root@evil",
                "Connection: close, X-User-ID");

        // Ids, the trace and the token's signature are random, and may hold any digits.
        assertThat(backend.last().head().lines().skip(1))
                .noneMatch(line -> line.endsWith(": 666") || line.contains("root"));
        if (path.endsWith("x")) {
            assertThat(backend.last().value("X-User-ID")).isEqualTo("7");
        }
    }

    @Test
    void anUnknownPathIs401WithoutATokenAnd404WithOne() throws IOException {
        refused(Http.get(gateway.port(), "/nowhere"), "Missing authentication token");

        Http.Reply reply = Http.get(gateway.port(), "/nowhere", Tokens.bearer());
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Not Found\"}");
    }

    @Test
    void aKnownPathWithAWrongMethodIs405AndNamesTheRightOnes() throws IOException {
        Http.Reply reply = Http.send(gateway.port(), "DELETE", "/health", null, Tokens.bearer());

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
        assertThat(reply.value("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void otherPathsCanBeMadePublicByTheirVariableAlone() throws IOException {
        try (TestGateway open = TestGateway.builder()
                .backend(backend)
                .with("PUBLIC_PATHS", "/api/v1/budget/open/**,/api/v1/assets")
                .start()) {
            assertThat(Http.get(open.port(), "/api/v1/budget/open/x").status()).isEqualTo(200);
            assertThat(Http.get(open.port(), "/api/v1/assets").status()).isEqualTo(200);
            assertThat(Http.get(open.port(), "/api/v1/assets/1").status()).isEqualTo(401);
            assertThat(Http.get(open.port(), "/api/v1/budget/openx").status()).isEqualTo(401);
            assertThat(Http.get(open.port(), "/api/v1/auth/login").status()).isEqualTo(401);
        }
    }
}
