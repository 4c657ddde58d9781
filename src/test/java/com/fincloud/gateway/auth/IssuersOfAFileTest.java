package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.auth.jwks.KeySetConnection;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import com.fincloud.gateway.settings.GatewaySettings.Jwt;
import com.fincloud.gateway.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entry of the file a token belongs to, and that its users stay its own. */
class IssuersOfAFileTest {

    private static final KeyPair A = TestSigner.ec("secp256r1");
    private static final KeyPair B = TestSigner.ec("secp256r1");

    @TempDir
    private Path folder = Path.of("");

    private final Revocations revocations = new Revocations();

    private JwtVerifier verifier(String file) {
        try {
            Path path = Files.writeString(folder.resolve("issuers.yaml"), file, StandardCharsets.UTF_8);
            Jwt settings = new Jwt(
                    TestToken.SECRET, "HS256", "", "", "", "", Duration.ZERO, Claims.FINCLOUD, path.toString(), "");
            return new JwtVerifier(settings, true, TestToken.CLOCK, revocations, KeySetConnection.direct());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String entry(String name, String issuer, String more, KeyPair keys) {
        return "- name: " + name + "\n  issuer: " + issuer + "\n  algorithms: [ES256]\n  user_format: text\n" + more
                + "  key: |\n    "
                + TestSigner.pem(keys.getPublic()).strip().replaceAll("\\R", "\n    ") + "\n";
    }

    private static String user(JwtVerifier verifier, KeyPair keys, String issuer, String sub) {
        String text = token().header("{\"alg\":\"ES256\"}")
                .with("iss", "\"" + issuer + "\"")
                .with("sub", "\"" + sub + "\"")
                .signedBy(TestSigner.of("ES256", keys.getPrivate()))
                .text();
        return verifier.verify(List.of("Bearer " + text)).userId();
    }

    private static void assertRefused(JwtVerifier verifier, KeyPair keys, String issuer, String sub, String why) {
        assertThatThrownBy(() -> user(verifier, keys, issuer, sub))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.explanation()).isEqualTo(why));
    }

    @Test
    void aUserWithoutANamespaceCannotLookLikeOneOfAnother() {
        JwtVerifier verifier =
                verifier("issuers:\n" + entry("a", "A", "  namespace: \"\"\n", A) + entry("staff", "B", "", B));

        assertThat(user(verifier, A, "A", "other:42")).isEqualTo("other:42");
        assertThat(user(verifier, B, "B", "42")).isEqualTo("staff:42");
        assertRefused(verifier, A, "A", "staff:42", "subject: sub");
        assertRefused(verifier, A, "A", "key:billing", "subject: sub");
    }

    @Test
    void entriesOfOneNamespaceShareTheRevocationsOfTheirUsersAndOthersDoNot() {
        JwtVerifier verifier = verifier("issuers:\n" + entry("old", "A", "  namespace: \"\"\n", A)
                + entry("new", "B", "  namespace: \"\"\n", B) + entry("other", "C", "", A));

        revocations.endUser("4711", BigDecimal.valueOf(TestToken.SECOND + 1), Revocations.UNKNOWN);

        assertRefused(verifier, A, "A", "4711", "revoked");
        assertRefused(verifier, B, "B", "4711", "revoked");
        assertThat(user(verifier, A, "C", "4711")).isEqualTo("other:4711");
    }

    @Test
    void entriesThatShareAnIssuerAreToldApartByTheirKeys() {
        JwtVerifier verifier = verifier("issuers:\n" + entry("old", "A", "", A) + entry("new", "A", "", B));

        assertThat(user(verifier, A, "A", "1")).isEqualTo("old:1");
        assertThat(user(verifier, B, "A", "1")).isEqualTo("new:1");
        assertRefused(verifier, TestSigner.ec("secp256r1"), "A", "1", "signature");
    }

    @Test
    void onlyTheIssuerOfAnEntryChoosesIt() {
        JwtVerifier verifier = verifier(
                "issuers:\n- {name: own, key: JWT_SECRET}\n" + entry("a", "A", "", A) + entry("b", "B", "", B));

        assertRefused(verifier, B, "A", "1", "signature");
        assertRefused(verifier, A, "a", "1", "issuer: iss");
        assertRefused(verifier, A, "", "1", "issuer: iss");
        assertThat(verifier.verify(List.of("Bearer " + token().text())).userId())
                .isEqualTo("own:42");
        String named = token().with("iss", "\"A\"").text();
        assertThatThrownBy(() -> verifier.verify(List.of("Bearer " + named)))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.explanation()).isEqualTo("header"));
        for (String iss : List.of("null", "1", "[\"A\"]")) {
            String odd = token().with("iss", iss).text();
            assertThatThrownBy(() -> verifier.verify(List.of("Bearer " + odd)))
                    .isInstanceOfSatisfying(GatewayException.class, e -> assertThat(e.explanation())
                            .isEqualTo("issuer: iss"));
        }
    }

    @Test
    void withAFileTheSecretOpensNothingUnlessAnEntryNamesIt() {
        JwtVerifier verifier = verifier("issuers:\n" + entry("a", "A", "", A));

        assertThatThrownBy(() -> verifier.verify(List.of("Bearer " + token().text())))
                .isInstanceOf(GatewayException.class);
    }

    @Test
    void aFileThatIsNotUsableAcceptsNothingAndPreventsTheStart() {
        JwtVerifier verifier = verifier("issuers:\n- {name: a, isuer: A}\n");

        assertThatThrownBy(verifier::requireUsable)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("JWT_ISSUERS=")
                .hasMessageContaining("issuers.yaml:2:13: unknown key 'isuer'");
        assertThatThrownBy(() -> verifier.verify(List.of("Bearer " + token().text())))
                .isInstanceOf(GatewayException.class);
    }
}
