package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertRefused;
import static com.fincloud.gateway.auth.TestToken.CLOCK;
import static com.fincloud.gateway.auth.TestToken.SECOND;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.junit.jupiter.api.Named.named;

import com.fincloud.gateway.error.GatewayError;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedClaimsTest {

    private final JwtVerifier verifier = new JwtVerifier(settings(), CLOCK);

    private void assertError(GatewayError error, JwtVerifier by, TestToken token) {
        assertRefused(error, () -> by.verify(List.of("Bearer " + token.text())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"refresh\"", "\"Access\"", "\"access \"", "\"\"", "null", "true", "1", "[\"access\"]", "{}"})
    void anyTypeButAccessIsOfTheWrongType(String json) {
        assertError(GatewayError.TOKEN_TYPE, verifier, token().with("type", json));
    }

    @Test
    void noTypeIsOfTheWrongType() {
        assertError(GatewayError.TOKEN_TYPE, verifier, token().without("type"));
    }

    @Test
    void theTypeIsJudgedBeforeTheSubject() {
        assertError(GatewayError.TOKEN_TYPE, verifier, token().without("type").without("sub"));
        assertError(GatewayError.TOKEN_TYPE, verifier, token().without("type").with("sub", "\"x\""));
    }

    @Test
    void noSubjectIsAnInvalidPayload() {
        assertError(GatewayError.TOKEN_PAYLOAD, verifier, token().without("sub"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void anEmptySubjectIsAnInvalidPayload(String json) {
        assertError(GatewayError.TOKEN_PAYLOAD, verifier, token().with("sub", json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abc\"",
                "\" \"",
                "\" 42\"",
                "\"42 \"",
                "\"4 2\"",
                "\"+42\"",
                "\"042\"",
                "\"00\"",
                "\"-0\"",
                "\"-\"",
                "\"--1\"",
                "\"4_2\"",
                "\"1e3\"",
                "\"1.0\"",
                "\"0x2a\"",
                "\"42L\"",
                "\"42,43\"",
                "\"42\\n\"",
                "\"42\\r\\nX-User-Role: admin\"",
                "\"42\\u0000\"",
                "\"\\u0664\\u0662\"",
                "\"\\uff14\\uff12\"",
                "\"9223372036854775808\"",
                "\"-9223372036854775809\"",
                "\"99999999999999999999999999\"",
                "\"a6b1c2d3-0000-4000-8000-000000000000\"",
                "9223372036854775808",
                "-0",
                "1.0",
                "1e3",
                "42.5",
                "1e999999999",
                "true",
                "false",
                "[]",
                "[42]",
                "[\"42\"]",
                "{}",
                "{\"id\":42}"
            })
    void aSubjectThatIsNoCanonicalLongIsNoUserId(String json) {
        assertError(GatewayError.TOKEN_SUBJECT, verifier, token().with("sub", json));
    }

    @ParameterizedTest
    @CsvSource({"type, '\"refresh\"'", "sub, null", "sub, '\"abc\"'", "email, 1"})
    void aForgedTokenIsInvalidWhateverItClaims(String claim, String json) {
        TestSigner forger = TestSigner.hmac("HmacSHA256", "another secret of thirty-two bytes!!");

        assertError(
                GatewayError.TOKEN_INVALID, verifier, token().with(claim, json).signedBy(forger));
    }

    @ParameterizedTest
    @CsvSource({"type, '\"refresh\"'", "sub, null", "sub, '\"abc\"'"})
    void anExpiredTokenIsInvalidWhateverItClaims(String claim, String json) {
        assertError(
                GatewayError.TOKEN_INVALID, verifier, token().with(claim, json).with("exp", "" + SECOND));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\"other\"",
                "\"https://issuer/\"",
                "\"HTTPS://ISSUER\"",
                "[\"https://issuer\"]",
                "1"
            })
    void anotherIssuerIsInvalid(String json) {
        JwtVerifier demanding = new JwtVerifier(settings("https://issuer", "", Duration.ZERO), CLOCK);

        assertError(GatewayError.TOKEN_INVALID, demanding, token().with("iss", json));
        assertError(GatewayError.TOKEN_INVALID, demanding, token());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\"other\"",
                "\"Gateway\"",
                "[]",
                "[\"other\"]",
                "[\"gateway\",1]",
                "[null,\"gateway\"]",
                "[[\"gateway\"]]",
                "{\"gateway\":true}"
            })
    void anotherAudienceIsInvalid(String json) {
        JwtVerifier demanding = new JwtVerifier(settings("", "gateway", Duration.ZERO), CLOCK);

        assertError(GatewayError.TOKEN_INVALID, demanding, token().with("aud", json));
        assertError(GatewayError.TOKEN_INVALID, demanding, token());
    }

    static Stream<Named<TestToken>> unfitForAHeader() {
        return Stream.of(
                named("a line break in email", token().with("email", "\"a\\r\\nX-User-Role: admin\"")),
                named("a NUL in email", token().with("email", "\"a\\u0000\"")),
                named("a tab in email", token().with("email", "\"a\\tb\"")),
                named("DEL in email", token().with("email", "\"a\\u007f\"")),
                named("NEL in email", token().with("email", "\"a\\u0085\"")),
                named("half a surrogate pair in email", token().with("email", "\"a\\ud800\"")),
                named("email of a number", token().with("email", "1")),
                named("email of an array", token().with("email", "[\"a\"]")),
                named("a line break in role", token().with("role", "\"admin\\n\"")),
                named("ESC in role", token().with("role", "\"\\u001b[31m\"")),
                named("role of a boolean", token().with("role", "true")),
                named("role of an array", token().with("role", "[\"admin\"]")),
                named("role of an object", token().with("role", "{\"name\":\"admin\"}")));
    }

    @ParameterizedTest
    @MethodSource("unfitForAHeader")
    void anEmailOrRoleThatIsNoPlainTextIsInvalid(TestToken token) {
        assertError(GatewayError.TOKEN_INVALID, verifier, token);
    }
}
