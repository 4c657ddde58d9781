package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertRefused;
import static com.fincloud.gateway.auth.TestToken.NOW;
import static com.fincloud.gateway.auth.TestToken.SECOND;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.auth.jwks.VerificationKey;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.Lifetime;
import com.fincloud.gateway.auth.token.RevocableToken;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.error.GatewayError;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

    private static final VerifiedTokens.Entry ENTRY = new VerifiedTokens.Entry(
            new TokenIssuer(IssuerVariables.of(settings()), new ConfiguredKeys(Map.of())),
            new TokenSignature("HS256", VerificationKey.of(settings())),
            new Lifetime(BigDecimal.ZERO, BigDecimal.TEN),
            new Caller("42", "", List.of("user")),
            RevocableToken.of("a.b.c", Map.of(), "42"));

    private final VerifiedTokens tokens = new VerifiedTokens(100);

    @Test
    void whatIsPutIsFound() {
        tokens.put("a", ENTRY);

        assertThat(tokens.get("a")).isSameAs(ENTRY);
        assertThat(tokens.get("b")).isNull();
    }

    @Test
    void itNeverHoldsMoreThanItsCapacity() {
        IntStream.range(0, 100_000).parallel().forEach(i -> tokens.put("token " + i, ENTRY));

        assertThat(tokens.size()).isBetween(50, 100);
    }

    @Test
    void whatIsUsedStaysAndWhatIsNotGoes() {
        tokens.put("used", ENTRY);
        tokens.put("unused", ENTRY);

        for (int i = 0; i < 1000; i++) {
            tokens.put("other " + i, ENTRY);
            assertThat(tokens.get("used")).isSameAs(ENTRY);
        }
        assertThat(tokens.get("unused")).isNull();
    }

    @Test
    void aLongTokenIsNotRemembered() {
        tokens.put("a".repeat(VerifiedTokens.MAX_LENGTH), ENTRY);
        tokens.put("a".repeat(VerifiedTokens.MAX_LENGTH + 1), ENTRY);

        assertThat(tokens.size()).isEqualTo(1);
    }

    @Test
    void aRememberedTokenExpires() {
        MovableClock clock = new MovableClock();
        JwtVerifier verifier = new JwtVerifier(settings(), clock);
        List<String> header =
                List.of("Bearer " + token().with("exp", "" + (SECOND + 5)).text());
        verifier.verify(header);

        clock.now = NOW.plusMillis(4_999);
        assertThat(verifier.verify(header).userId()).isEqualTo("42");
        clock.now = NOW.plusSeconds(5);
        assertRefused(GatewayError.TOKEN_INVALID, () -> verifier.verify(header));
    }

    @Test
    void aRememberedTokenIsNotGoodBeforeItsTimeWhenTheClockIsSetBack() {
        MovableClock clock = new MovableClock();
        JwtVerifier verifier = new JwtVerifier(settings(), clock);
        List<String> header =
                List.of("Bearer " + token().with("nbf", "" + SECOND).text());
        verifier.verify(header);

        clock.now = NOW.minusMillis(1);
        assertRefused(GatewayError.TOKEN_INVALID, () -> verifier.verify(header));
    }

    @Test
    void aRememberedTokenLendsNothingToAnother() {
        JwtVerifier verifier = new JwtVerifier(settings(), TestToken.CLOCK);
        String good = token().text();
        Caller first = verifier.verify(List.of("Bearer " + good));

        assertThat(verifier.verify(List.of("Bearer " + good))).isSameAs(first);
        String forged = token().with("sub", "\"1\"").text();
        String mixed = forged.substring(0, forged.lastIndexOf('.')) + good.substring(good.lastIndexOf('.'));
        assertRefused(GatewayError.TOKEN_INVALID, () -> verifier.verify(List.of("Bearer " + mixed)));
        assertThat(verifier.verify(List.of("Bearer " + forged)).userId()).isEqualTo("1");
    }

    @Test
    void aRefusedTokenIsRefusedAgain() {
        JwtVerifier verifier = new JwtVerifier(settings(), TestToken.CLOCK);
        List<String> header =
                List.of("Bearer " + token().with("type", "\"refresh\"").text());

        for (int i = 0; i < 3; i++) {
            assertRefused(GatewayError.TOKEN_TYPE, () -> verifier.verify(header));
        }
    }

    private static final class MovableClock extends Clock {

        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
