package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertInvalid;
import static com.fincloud.gateway.auth.TestToken.CLOCK;
import static com.fincloud.gateway.auth.TestToken.SECOND;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Named.named;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedLifetimeTest {

    private final JwtVerifier verifier = new JwtVerifier(settings(), CLOCK);

    static Stream<Named<TestToken>> wrongTimes() {
        return Stream.of(
                named("no exp", token().without("exp")),
                named("exp null", token().with("exp", "null")),
                named("exp of a string", token().with("exp", "\"" + (SECOND + 900) + "\"")),
                named("exp of a boolean", token().with("exp", "true")),
                named("exp of an array", token().with("exp", "[" + (SECOND + 900) + "]")),
                named("exp of an object", token().with("exp", "{}")),
                named("exp now", token().with("exp", "" + SECOND)),
                named("exp now, with a fraction", token().with("exp", SECOND + ".0")),
                named("exp a second ago", token().with("exp", "" + (SECOND - 1))),
                named("exp a millisecond ago", token().with("exp", (SECOND - 1) + ".999")),
                named("exp zero", token().with("exp", "0")),
                named("exp below zero", token().with("exp", "-1")),
                named("exp in milliseconds", token().with("exp", (SECOND + 900) + "000")),
                named("exp beyond a long", token().with("exp", "99999999999999999999")),
                named("exp of a thousand digits", token().with("exp", "9".repeat(1000))),
                named("exp beyond a double", token().with("exp", "1e400")),
                named("exp with a huge exponent", token().with("exp", "1e999999999")),
                named("exp with an exponent beyond an int", token().with("exp", "1e99999999999")),
                named("exp with a tiny exponent", token().with("exp", "1e-999999999")),
                named("exp infinite", token().with("exp", "Infinity")),
                named("nbf in a second", token().with("nbf", "" + (SECOND + 1))),
                named("nbf in a millisecond", token().with("nbf", SECOND + ".001")),
                named("nbf of a string", token().with("nbf", "\"0\"")),
                named("nbf null", token().with("nbf", "null")),
                named("iat in a second", token().with("iat", "" + (SECOND + 1))),
                named("iat of a string", token().with("iat", "\"0\"")),
                named("iat null", token().with("iat", "null")),
                named("iat beyond all dates", token().with("iat", "-1e400")));
    }

    @ParameterizedTest
    @MethodSource("wrongTimes")
    void aTokenOutsideItsLifetimeIsInvalid(TestToken token) {
        assertInvalid(verifier, token.text());
    }

    @ParameterizedTest
    @CsvSource({"exp, -10", "exp, -11", "nbf, 11", "iat, 11"})
    void beyondTheSkewATokenIsInvalid(String claim, long offset) {
        JwtVerifier tolerant = new JwtVerifier(settings("", "", Duration.ofSeconds(10)), CLOCK);

        assertInvalid(tolerant, token().with(claim, "" + (SECOND + offset)).text());
    }

    @Test
    void theClockIsReadToTheFractionOfASecond() {
        Clock later = Clock.offset(CLOCK, Duration.ofMillis(5));

        assertInvalid(
                new JwtVerifier(settings(), later),
                token().with("exp", SECOND + ".005").text());
        assertInvalid(
                new JwtVerifier(settings(), later),
                token().with("nbf", SECOND + ".006").text());
        assertThatNoException().isThrownBy(() -> new JwtVerifier(settings(), later)
                .verify(List.of("Bearer "
                        + token().with("exp", SECOND + ".006")
                                .with("nbf", SECOND + ".005")
                                .text())));
    }
}
