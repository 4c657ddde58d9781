package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.TestToken.NOW;
import static com.fincloud.gateway.auth.TestToken.SECOND;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.auth.issuer.IssuerEntry;
import com.fincloud.gateway.auth.jwks.KeyWait;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.KeyStatus;
import com.fincloud.gateway.auth.token.Lifetime;
import com.fincloud.gateway.auth.token.RevocableToken;
import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.auth.token.TokenKeys;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import com.fincloud.gateway.settings.GatewaySettings.Jwt;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long the token of an open connection counts, and that nobody waits for the answer. */
class TokenPermissionTest {

    private static final String TEXT =
            token().with("jti", "\"a\"").with("uid", "\"43\"").text();

    private static final Claims UID = new Claims("uid", false, "email", "", "type", "access", List.of());

    private final TestClock clock = new TestClock(NOW);
    private final Revocations revocations = new Revocations();
    private final Keys keys = new Keys();
    private final IssuerEntry entry = IssuerVariables.of(settings());
    private TokenIssuers issuers = new TokenIssuers(List.of(new TokenIssuer(entry, keys)), true, new KeyWait());
    private final TokenPermission permission = new TokenPermission(
            TEXT,
            new VerifiedTokens.Entry(
                    issuers.all().get(0),
                    keys.key(),
                    new Lifetime(BigDecimal.ZERO, BigDecimal.valueOf(SECOND + 900)),
                    new Caller("42", "", List.of()),
                    RevocableToken.of(TEXT, Map.of("jti", "a"), "42")),
            () -> issuers,
            token -> token.lifetime().includes(clock.instant(), Duration.ZERO) && !revocations.include(token.token()),
            clock);

    /** Keys that a test replaces. A fetch would be a call of {@link #of}. */
    private static final class Keys implements TokenKeys {

        private @Nullable TokenSignature key = signature(TestToken.SECRET);
        private boolean empty;
        private int looks;
        private int fetches;

        static TokenSignature signature(String secret) {
            return new TokenSignature(
                    "HS256", new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        }

        TokenSignature key() {
            return key == null ? signature(TestToken.SECRET) : key;
        }

        void lose(boolean all) {
            key = null;
            empty = all;
        }

        @Override
        public @Nullable TokenSignature known(String algorithm, @Nullable String id) {
            looks++;
            return key;
        }

        @Override
        public TokenSignature of(String algorithm, @Nullable String id) {
            fetches++;
            throw TokenFault.NO_KEY.refusal();
        }

        @Override
        public boolean trusts(TokenSignature other) {
            return other == key;
        }

        @Override
        public KeyStatus status() {
            return new KeyStatus(empty ? KeyStatus.State.UNKNOWN : KeyStatus.State.CURRENT, empty ? 0 : 1, null);
        }
    }

    @AfterEach
    void nothingWasFetched() {
        assertThat(keys.fetches).isZero();
    }

    /** Replaces the entries of the issuers, as a change of their file does. */
    private void use(Jwt settings) {
        issuers.all().forEach(TokenIssuer::retire);
        issuers = new TokenIssuers(List.of(new TokenIssuer(IssuerVariables.of(settings), keys)), true, new KeyWait());
    }

    @Test
    void whileTheKeyIsTrustedNothingIsParsedOrVerified() {
        for (int i = 0; i < 100; i++) {
            assertThat(permission.getAsBoolean()).isTrue();
        }
        assertThat(keys.looks).isZero();
    }

    @Test
    void theLifetimeEndsItThoughTheIssuerHasNoKey() {
        keys.lose(true);
        clock.advance(Duration.ofSeconds(899));
        assertThat(permission.getAsBoolean()).isTrue();

        clock.advance(Duration.ofSeconds(1));

        assertThat(permission.getAsBoolean()).isFalse();
    }

    @Test
    void aRevocationEndsItThoughTheIssuerHasNoKey() {
        keys.lose(true);
        assertThat(permission.getAsBoolean()).isTrue();

        revocations.endId("a", SECOND + 900);

        assertThat(permission.getAsBoolean()).isFalse();
    }

    @Test
    void withoutAnyKeyTheTokenIsLookedAtOnceASecond() {
        keys.lose(true);
        for (int i = 0; i < 12; i++) {
            assertThat(permission.getAsBoolean()).isTrue();
            clock.advance(Duration.ofMillis(250));
        }
        assertThat(keys.looks).isEqualTo(3);

        clock.advance(Duration.ofHours(-1));
        assertThat(permission.getAsBoolean()).isTrue();
        assertThat(keys.looks).isEqualTo(4);
    }

    @Test
    void aKeyThatIsMissingAmongOthersEndsIt() {
        keys.lose(false);

        assertThat(permission.getAsBoolean()).isFalse();
        assertThat(permission.getAsBoolean()).isFalse();
    }

    @Test
    void anotherKeyOfTheSameIdEndsIt() {
        keys.key = Keys.signature("another secret of at least thirty-two bytes");

        assertThat(permission.getAsBoolean()).isFalse();
    }

    @Test
    void aNewEntryOfTheSameIssuerVerifiesTheTokenOnce() {
        use(settings());

        assertThat(permission.getAsBoolean()).isTrue();
        assertThat(permission.getAsBoolean()).isTrue();
        assertThat(keys.looks).isEqualTo(1);
        assertThat(permission.caller().userId()).isEqualTo("42");
    }

    @Test
    void aKeyThatComesBackKeepsItsTokens() {
        keys.lose(true);
        assertThat(permission.getAsBoolean()).isTrue();

        keys.key = Keys.signature(TestToken.SECRET);
        keys.empty = false;
        clock.advance(TokenPermission.RETRY);

        assertThat(permission.getAsBoolean()).isTrue();
        assertThat(permission.getAsBoolean()).isTrue();
        assertThat(keys.looks).isEqualTo(2);
    }

    @Test
    void anEntryThatRefusesTheTokenOrNamesAnotherUserEndsIt() {
        use(settings("another issuer", "", Duration.ZERO));
        assertThat(permission.getAsBoolean()).isFalse();

        use(new Jwt(TestToken.SECRET, "HS256", "", "", "", "", Duration.ZERO, UID, "", ""));

        assertThat(permission.getAsBoolean()).isFalse();
        assertThat(permission.getAsBoolean()).isFalse();
    }

    @Test
    void theVerifierGivesThePermissionOfATokenOfAnyLength() {
        JwtVerifier verifier = new JwtVerifier(settings(), clock, revocations);
        for (int length : List.of(1, VerifiedTokens.MAX_LENGTH)) {
            String text = token().with("exp", "" + (clock.instant().getEpochSecond() + 60))
                    .with("more", "\"" + "x".repeat(length) + "\"")
                    .text();
            TokenPermission given = verifier.permission(List.of("Bearer " + text));
            assertThat(given.caller().userId()).isEqualTo("42");
            assertThat(given.getAsBoolean()).isTrue();
            clock.advance(Duration.ofSeconds(60));
            assertThat(given.getAsBoolean()).isFalse();
        }
        String text = token().with("jti", "\"b\"").text();
        TokenPermission given = verifier.permission(List.of("Bearer " + text));
        revocations.endId("b", SECOND + 900);
        assertThat(given.getAsBoolean()).isFalse();
        Refusal.assertRefused(GatewayError.TOKEN_INVALID, () -> verifier.permission(List.of("Bearer " + text)));
    }
}
