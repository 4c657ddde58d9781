package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertInvalid;
import static com.fincloud.gateway.auth.Refusal.assertRefused;
import static com.fincloud.gateway.auth.TestToken.SECOND;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.error.GatewayError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the verifier does with a token that was ended. */
class RevokedTokenTest {

    private static final long LATER = SECOND + 900;

    private final Revocations revocations = new Revocations();
    private final JwtVerifier verifier = new JwtVerifier(settings(), TestToken.CLOCK, revocations);

    private void assertPasses(String token) {
        assertThat(verifier.verify(List.of("Bearer " + token)).userId()).isEqualTo("42");
    }

    @Test
    void aTokenIsRefusedThoughItWasVerifiedBefore() {
        String ended = token().with("jti", "\"a\"").text();
        assertPasses(ended);

        revocations.endId("a", LATER);

        assertInvalid(verifier, ended);
        assertPasses(token().with("jti", "\"b\"").text());
    }

    @Test
    void aTokenIsRefusedThatWasNotSeenBefore() {
        revocations.endId("a", LATER);

        assertInvalid(verifier, token().with("jti", "\"a\"").text());
    }

    @Test
    void aTokenIsEndedByTheHashOfItsSignedPart() throws Exception {
        String ended = token().text();
        byte[] signed = ended.substring(0, ended.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
        assertPasses(ended);

        revocations.endHash(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(signed)), LATER);

        assertInvalid(verifier, ended);
        assertPasses(token().with("email", "\"a@b.c\"").text());
    }

    @Test
    void aUsersOlderTokensAreEnded() {
        revocations.endUser("42", BigDecimal.valueOf(SECOND - 10), LATER);

        assertInvalid(verifier, token().with("iat", "" + (SECOND - 10)).text());
        assertInvalid(verifier, token().text());
        assertPasses(token().with("iat", "" + (SECOND - 9)).text());
        assertThat(verifier.verify(List.of(
                                "Bearer " + token().with("sub", "\"43\"").text()))
                        .userId())
                .isEqualTo("43");
    }

    @Test
    void aTokenThatIsNotGoodAnywayIsRefusedForThat() {
        revocations.endId("a", LATER);

        assertRefused(
                GatewayError.TOKEN_TYPE,
                () -> verifier.verify(List.of("Bearer "
                        + token().with("jti", "\"a\"")
                                .with("type", "\"refresh\"")
                                .text())));
    }
}
