package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 4.7: variables name the claims of an issuer that is not FinCloud's own. */
@ExtendWith(OutputCaptureExtension.class)
class ClaimsContractTest {

    private static RecordingBackend backend;
    private static TestRedis redis;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        redis = new TestRedis();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("JWT_USER_CLAIM", "/user/id")
                .with("JWT_USER_FORMAT", "text")
                .with("JWT_ROLES_CLAIM", "/realm_access/roles")
                .with("JWT_TYPE_CLAIM", "")
                .with("JWT_ACCESS_CLAIM", "scp")
                .with("REDIS_URL", redis.url())
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "1000")
                .routes(Map.of(
                        "test.yaml",
                        route("open", "retries", "0")
                                + route("guarded", "roles", "auditor,admin")
                                + route("limited", "limitPerMinute", "1000")))
                .start();
        RateLimitContractTest.awaitRedis(gateway);
    }

    private static String route(String id, String name, String value) {
        return """
                - templatedRoute:
                    routeTemplateRef: backend
                    routeId: %1$s
                    parameters: [{name: path, value: /api/v1/%1$s}, {name: service, value: budget}, {name: url, value: "{{BUDGET_SERVICE_URL}}"}, {name: %2$s, value: "%3$s"}]
                """
                .formatted(id, name, value);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        redis.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    private static Http.Reply send(String path, String user, String more) throws IOException {
        return Http.get(gateway.port(), path, bearer(user, more));
    }

    private static String bearer(String user, String more) {
        long now = Instant.now().getEpochSecond();
        String claims =
                "{\"user\":{\"id\":%s},\"scp\":\"api\",\"iat\":%d,\"exp\":%d%s}".formatted(user, now, now + 600, more);
        return "Authorization: Bearer " + Tokens.sign(claims);
    }

    @Test
    void theBackendAndTheLogGetTheTextAndAllRoles(CapturedOutput output) throws IOException {
        Http.Reply reply = send("/api/v1/open/x", "\"f:1:ada\"", ",\"realm_access\":{\"roles\":[\"user\",\"admin\"]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(backend.last().value("X-User-ID")).isEqualTo("f:1:ada");
        assertThat(backend.last().value("X-User-Role")).isEqualTo("user,admin");
        await().untilAsserted(() -> assertThat(output.getOut()).contains("\"user_id\":\"f:1:ada\""));
    }

    @Test
    void aRouteTakesAnyOfTheRoles() throws IOException {
        assertThat(send("/api/v1/guarded/x", "\"a\"", ",\"realm_access\":{\"roles\":[\"user\",\"admin\"]}")
                        .status())
                .isEqualTo(200);
        Http.Reply refused =
                send("/api/v1/guarded/x", "\"a\"", ",\"realm_access\":{\"roles\":[\"user\",\"administrator\"]}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(send("/api/v1/guarded/x", "\"a\"", "").status()).isEqualTo(403);
    }

    @Test
    void theReasonOfARefusalNamesTheClaimAndNotItsValue(CapturedOutput output) throws IOException {
        Http.Reply user = send("/api/v1/open/x", "\"mar zipan\"", "");
        Http.Reply roles = send("/api/v1/open/x", "\"a\"", ",\"realm_access\":{\"roles\":[\"mar,zipan\"]}");
        Http.Reply idToken = send("/api/v1/open/x", "\"a\"", ",\"nonce\":\"mar-zipan\"");

        assertThat(user.text()).isEqualTo("{\"detail\":\"Invalid user ID in token\"}");
        assertThat(roles.text()).isEqualTo("{\"detail\":\"Invalid or expired token\"}");
        assertThat(idToken.text()).isEqualTo("{\"detail\":\"Invalid token type. Access token required\"}");
        await().untilAsserted(() -> assertThat(output.getOut())
                .contains("\"reason\":\"subject: /user/id\"")
                .contains("\"reason\":\"claim: /realm_access/roles\"")
                .contains("\"reason\":\"type: nonce\""));
        assertThat(output.getOut()).doesNotContain("zipan");
    }

    @Test
    void aTextUserIsRevokedByItsName() throws IOException {
        String token = bearer("\"auth0|mallory\"", ""); // a token that is issued after the revocation would be good
        assertThat(Http.get(gateway.port(), "/api/v1/open/x", token).status()).isEqualTo(200);
        try (Issuer issuer = new Issuer(redis.url())) {
            issuer.revoke("user", "auth0|mallory");
        }

        await().until(() -> Http.get(gateway.port(), "/api/v1/open/x", token).status() == 401);
        assertThat(send("/api/v1/open/x", "\"auth0|ada\"", "").status()).isEqualTo(200);
    }

    @Test
    void aUserWhoseNameReadsLikeAKeyOfTheLimiterHasABudgetOfItsOwn() throws IOException {
        int first = remaining(send("/api/v1/limited/x", "\"7\"", ""));

        assertThat(remaining(send("/api/v1/open/x", "\"7:route:limited\"", ""))).isEqualTo(999);
        assertThat(remaining(send("/api/v1/limited/x", "\"7\"", ""))).isEqualTo(first - 1);
    }

    private static int remaining(Http.Reply reply) {
        return Integer.parseInt(reply.value("X-RateLimit-Remaining-Minute"));
    }
}
