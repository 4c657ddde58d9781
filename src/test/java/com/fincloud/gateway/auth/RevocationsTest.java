package com.fincloud.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.auth.token.RevocableToken;
import com.fincloud.gateway.auth.token.StrictJson;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevocationsTest {

    private final Revocations revocations = new Revocations();

    private static RevocableToken token(String id, String issuedAt) {
        return RevocableToken.of(
                "header.claims.signature", Map.of("jti", id, "iat", new StrictJson.Num(issuedAt)), "42");
    }

    private static BigDecimal second(String text) {
        return new BigDecimal(text);
    }

    @Test
    void nothingIsEndedBeforeItIsSaid() {
        assertThat(revocations.include(token("a", "100"))).isFalse();
        assertThat(revocations.tokens()).isZero();
        assertThat(revocations.users()).isZero();
    }

    @Test
    void anIdEndsOneToken() {
        revocations.endId("a", 200);

        assertThat(revocations.include(token("a", "100"))).isTrue();
        assertThat(revocations.include(token("A", "100"))).isFalse();
    }

    @Test
    void anIdThatIsANumberIsKnownByItsText() {
        revocations.endId("7", 200);

        assertThat(revocations.include(RevocableToken.of("a.b.c", Map.of("jti", new StrictJson.Num("7")), "42")))
                .isTrue();
        assertThat(revocations.include(RevocableToken.of("a.b.c", Map.of("jti", true), "42")))
                .isFalse();
    }

    @Test
    void aHashIsOfHeaderAndClaims() {
        // printf %s header.claims | sha256sum
        revocations.endHash("81b2237054046a8ffae1ea61db0b5d9537c231d29aec7ad21436c424272e1c46", 200);

        assertThat(revocations.include(token("a", "100"))).isTrue();
        assertThat(revocations.include(RevocableToken.of("header.claims.another", Map.of(), "42")))
                .isTrue();
        assertThat(revocations.include(RevocableToken.of("header.claims2.signature", Map.of(), "42")))
                .isFalse();
    }

    @Test
    void aUsersTokensAreEndedUpToAMoment() {
        revocations.endUser("42", second("100.5"), 200);

        assertThat(revocations.include(token("a", "100.5"))).isTrue();
        assertThat(revocations.include(token("a", "100.50"))).isTrue();
        assertThat(revocations.include(token("a", "100.6"))).isFalse();
        assertThat(revocations.include(RevocableToken.of("a.b.c", Map.of(), "42")))
                .isTrue();
        assertThat(revocations.include(RevocableToken.of("a.b.c", Map.of("iat", new StrictJson.Num("100")), "43")))
                .isFalse();
    }

    @Test
    void anEarlierMomentGivesNothingBack() {
        revocations.endUser("42", second("100"), 300);
        revocations.endUser("42", second("90"), 200);
        revocations.endId("a", 300);
        revocations.endId("a", 200);

        revocations.forgetBefore(250);

        assertThat(revocations.include(token("b", "100"))).isTrue();
        assertThat(revocations.include(token("a", "101"))).isTrue();
    }

    @Test
    void whatConcernsOnlyExpiredTokensIsForgotten() {
        revocations.endId("a", 200);
        revocations.endId("b", 201);
        revocations.endId("c", Revocations.UNKNOWN);
        revocations.endHash("d", 200);
        revocations.endUser("1", second("100"), 200);
        revocations.endUser("2", second("100"), 201);

        revocations.forgetBefore(201);

        assertThat(revocations.tokens()).isEqualTo(2);
        assertThat(revocations.users()).isEqualTo(1);
        assertThat(revocations.include(token("a", "100"))).isFalse();
        assertThat(revocations.include(token("b", "100"))).isTrue();
    }
}
