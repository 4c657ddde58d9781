package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.Mutations;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Contract 4.2: whatever a token is, it ends in a caller or in one of five answers, and no change of a good one passes. */
class TokenPropertyTest {

    private static final String SEED = "20260301";
    private static final Set<GatewayError> ANSWERS = Set.of(
            GatewayError.TOKEN_MISSING,
            GatewayError.TOKEN_INVALID,
            GatewayError.TOKEN_TYPE,
            GatewayError.TOKEN_PAYLOAD,
            GatewayError.TOKEN_SUBJECT);

    private static final KeyPair RSA = TestSigner.rsa("RSA", 2048);
    private static final KeyPair P256 = TestSigner.ec("secp256r1");
    private static final KeyPair ED25519 = TestSigner.pair("Ed25519");

    private static final Map<String, JwtVerifier> VERIFIERS = Map.of(
            "HS256", AlgorithmTest.verifier("HS256", TestToken.SECRET, ""),
            "RS256", AlgorithmTest.verifier("RS256", "", TestSigner.pem(RSA.getPublic())),
            "ES256", AlgorithmTest.verifier("ES256", "", TestSigner.pem(P256.getPublic())),
            "EdDSA", AlgorithmTest.verifier("EdDSA", "", TestSigner.pem(ED25519.getPublic())));

    private static final Map<String, String> GOOD = Map.of(
            "HS256", token().text(),
            "RS256", signed("RS256", RSA),
            "ES256", signed("ES256", P256),
            "EdDSA", signed("EdDSA", ED25519));

    private static String signed(String algorithm, KeyPair keys) {
        return token().header("{\"alg\":\"" + algorithm + "\"}")
                .signedBy(TestSigner.of(algorithm, keys.getPrivate()))
                .text();
    }

    /** Who calls, or null where the token is answered in one of the five ways; anything else that is thrown is a failure. */
    private static @Nullable Caller caller(String algorithm, String authorization) {
        JwtVerifier verifier = VERIFIERS.get(algorithm);
        try {
            return verifier == null ? null : verifier.verify(List.of(authorization));
        } catch (GatewayException e) {
            assertThat(ANSWERS).contains(e.error());
            return null;
        }
    }

    @Property(tries = 5000, seed = SEED)
    void anyTextIsAnswered(@ForAll("texts") String text) {
        assertThat(caller("HS256", text)).isNull();
        assertThat(caller("HS256", "Bearer " + text)).isNull();
        assertThat(caller("ES256", "Bearer " + text)).isNull();
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> part =
                Arbitraries.strings().withChars("ABCdef012-_=+/ \u00e9\u0000").ofMaxLength(40);
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60), part.list().ofMaxSize(5).map(parts -> String.join(".", parts)));
    }

    @Property(tries = 8000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void noChangeOfAGoodTokenPasses(@ForAll("changes") Map.Entry<String, String> change) {
        String algorithm = change.getKey();
        String good = GOOD.getOrDefault(algorithm, "");
        String changed = change.getValue();

        @Nullable Caller caller = caller(algorithm, "Bearer " + changed);

        boolean same = changed.replaceAll("^[ \t]+|[ \t]+$", "").equals(good);
        assertThat(caller != null).as(changed).isEqualTo(same);
    }

    @Provide
    Arbitrary<Map.Entry<String, String>> changes() {
        return Arbitraries.of("HS256", "RS256", "ES256", "EdDSA").flatMap(algorithm -> Mutations.of(
                        GOOD.getOrDefault(algorithm, ""),
                        ".",
                        "=",
                        "==",
                        "A",
                        "_",
                        "-",
                        "+",
                        "/",
                        " ",
                        "\n",
                        "%2E",
                        "\u0000")
                .map(changed -> Map.entry(algorithm, changed)));
    }

    @Property(tries = 2000, seed = SEED)
    void whateverIsSignedTheCallerIsCleanOrThereIsNone(
            @ForAll("headers") List<String> header, @ForAll("claims") List<String> claims) {
        String text = token().signed(
                        TestToken.base64("{" + String.join(",", header) + "}"),
                        TestToken.base64("{" + String.join(",", claims) + "}"));

        @Nullable Caller caller = caller("HS256", "Bearer " + text);

        if (caller != null) {
            assertThat(Long.toString(Long.parseLong(caller.userId()))).isEqualTo(caller.userId());
            assertThat(caller.emailHeader() + caller.roleHeader()).matches("[ -~\u0080-\u00ff]+");
            assertThat(header).containsOnlyOnce("\"alg\":\"HS256\"");
            assertThat(claims).containsOnlyOnce("\"type\":\"access\"");
        }
    }

    @Provide
    Arbitrary<List<String>> headers() {
        return Arbitraries.of(
                        "\"typ\":\"JWT\"",
                        "\"typ\":1",
                        "\"kid\":\"1\"",
                        "\"kid\":null",
                        "\"crit\":[]",
                        "\"b64\":false",
                        "\"jwk\":{}",
                        "\"x\":[{}]",
                        "\"alg\":\"none\"",
                        "\"alg\":\"HS256\"")
                .list()
                .ofMaxSize(2)
                .map(more -> with("\"alg\":\"HS256\"", more));
    }

    @Provide
    Arbitrary<List<String>> claims() {
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "null", "true", "[]", "{}", "1e999999999", "-0", "1.5", "\"\"", "\"\\u0000\"", "\"\\ud800\""),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.strings().ofMaxLength(10).map(TokenPropertyTest::quoted));
        Arbitrary<String> member = Arbitraries.of("sub", "email", "role", "iat", "nbf", "aud", "x")
                .flatMap(name -> values.map(value -> "\"" + name + "\":" + value));
        return member.list()
                .ofMaxSize(3)
                .map(more -> with("\"exp\":" + (TestToken.SECOND + 900), more))
                .map(more -> with("\"type\":\"access\"", more))
                .flatMap(more -> Arbitraries.of(true, false).map(has -> has ? with("\"sub\":\"42\"", more) : more));
    }

    private static List<String> with(String first, List<String> more) {
        List<String> all = new ArrayList<>(more);
        all.add(0, first);
        return all;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "").replace("\"", "") + "\"";
    }
}
