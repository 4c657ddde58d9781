package com.fincloud.gateway.http.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.15. */
class TrailerRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"grpc-status", "Server-Timing", "Digest", "X-Checksum", "ETag"})
    void anOrdinaryFieldPassesBothWays(String name) {
        assertThat(TrailerRules.toClient(Map.of(name, "v"), other -> false)).containsExactly(Map.entry(name, "v"));
        assertThat(TrailerRules.toBackend(Map.of(name, "v"), false, other -> false))
                .containsExactly(Map.entry(name, "v"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "transfer-encoding",
                "Host",
                "Trailer",
                "TE",
                "Connection",
                "Authorization",
                "Cookie",
                "Set-Cookie",
                "WWW-Authenticate",
                "Content-Type",
                "Content-Encoding",
                "Cache-Control",
                "Expect",
                "CamelHttpUri",
                "X-Request-ID",
                "traceparent",
                "X-API-Key",
                "X_API.Key",
                "content_type",
                "a b",
                "a:b",
                ""
            })
    void aFieldThatIsForbiddenOrOursPassesNeitherWay(String name) {
        assertThat(TrailerRules.toClient(Map.of(name, "v"), other -> false)).isEmpty();
        assertThat(TrailerRules.toBackend(Map.of(name, "v"), true, other -> false))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-User-ID", "x_user_role", "X-Forwarded-For", "X-Real-IP", "X-HTTP-Method-Override"})
    void aClientsFieldThatASenderMustNotSetDoesNotPass(String name) {
        assertThat(TrailerRules.toBackend(Map.of(name, "1"), false, other -> false))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-RateLimit-Limit-Minute", "RateLimit", "X-Process-Time", "Access-Control-Allow-Origin"})
    void aBackendsFieldOfTheGatewayDoesNotPass(String name) {
        assertThat(TrailerRules.toClient(Map.of(name, "1"), other -> false)).isEmpty();
    }

    @Test
    void aValueThatCouldEndTheLineDoesNotPass() {
        assertThat(TrailerRules.toClient(Map.of("a", "b\r\nc: d"), other -> false))
                .isEmpty();
        assertThat(TrailerRules.toBackend(Map.of("a", "b\0"), false, other -> false))
                .isEmpty();
        assertThat(TrailerRules.toClient(Map.of("a", "\u20ac"), other -> false)).isEmpty();
    }
}
