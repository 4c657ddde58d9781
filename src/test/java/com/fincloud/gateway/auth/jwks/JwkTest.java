package com.fincloud.gateway.auth.jwks;

import static com.fincloud.gateway.auth.TestToken.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import com.fincloud.gateway.auth.TestJwk;
import com.fincloud.gateway.auth.TestSigner;
import com.fincloud.gateway.auth.token.StrictJson;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JwkTest {

    private static final KeyPair RSA = TestSigner.rsa("RSA", 2048);
    private static final KeyPair P256 = TestSigner.ec("secp256r1");
    private static final KeyPair ED25519 = TestSigner.pair("Ed25519");
    private static final KeyPair ED448 = TestSigner.pair("Ed448");

    private static Jwk read(String algorithm, String json) throws GeneralSecurityException, IOException {
        @Nullable
        Object element =
                StrictJson.object(new StringReader("{\"key\":" + json + "}")).get("key");
        return Jwk.of(element, List.of(algorithm));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("RS256", RSA.getPublic()),
                Arguments.of("PS512", RSA.getPublic()),
                Arguments.of("ES256", P256.getPublic()),
                Arguments.of("ES384", TestSigner.ec("secp384r1").getPublic()),
                Arguments.of("ES512", TestSigner.ec("secp521r1").getPublic()),
                Arguments.of("EdDSA", ED25519.getPublic()),
                Arguments.of("EdDSA", ED448.getPublic()));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("keys")
    void aPublicKeyOfTheAlgorithmIsRead(String algorithm, PublicKey key) throws Exception {
        String plain = TestJwk.of("1", key).toString();
        String full = TestJwk.of("1", key)
                .with("use", "\"sig\"")
                .with("key_ops", "[\"sign\",\"verify\"]")
                .with("alg", "\"" + algorithm + "\"")
                .with("x5c", "[\"AAAA\"]")
                .with("x5u", "\"http://127.0.0.1:1/never-asked\"")
                .with("mine", "{\"a\":[1]}")
                .toString();

        assertThat(read(algorithm, plain)).isEqualTo(new Jwk("1", key, List.of(algorithm)));
        assertThat(read(algorithm, full)).isEqualTo(new Jwk("1", key, List.of(algorithm)));
        assertThat(read(algorithm, TestJwk.of("1", key).without("kid").toString()))
                .isEqualTo(new Jwk(null, key, List.of(algorithm)));
    }

    private static Arguments row(String algorithm, String name, TestJwk jwk, String reason) {
        return row(algorithm, name, jwk.toString(), reason);
    }

    private static Arguments row(String algorithm, String name, String json, String reason) {
        return Arguments.of(algorithm, named(name, json), reason);
    }

    private static TestJwk rsa() {
        return TestJwk.of("1", RSA.getPublic());
    }

    private static TestJwk ec() {
        return TestJwk.of("1", P256.getPublic());
    }

    private static TestJwk ed() {
        return TestJwk.of("1", ED25519.getPublic());
    }

    private static TestJwk weak(int bits) {
        return TestJwk.of("1", TestSigner.rsa("RSA", bits).getPublic());
    }

    static Stream<Arguments> unusable() {
        String noKey = "make no key";
        return Stream.of(
                row("RS256", "a text", "\"key\"", "no object"),
                row("RS256", "null", "null", "no object"),
                row("RS256", "an empty object", "{}", "kty"),
                row("RS256", "a symmetric key", "{\"kty\":\"oct\",\"k\":\"" + base64(new byte[32]) + "\"}", "'k'"),
                row("RS256", "a symmetric key without its secret", "{\"kty\":\"oct\"}", "kty"),
                row("RS256", "a kty in lower case", rsa().text("kty", "rsa"), "kty"),
                row("RS256", "a private key", rsa().text("d", "AQAB"), "'d'"),
                row("RS256", "a prime", rsa().text("p", "AQAB"), "'p'"),
                row("ES256", "a private EC key", ec().text("d", "AQAB"), "'d'"),
                row("EdDSA", "a private OKP key", ed().text("d", "AQAB"), "'d'"),
                row("RS256", "for encryption", rsa().text("use", "enc"), "use"),
                row("RS256", "use null", rsa().with("use", "null"), "use"),
                row("RS256", "use of an array", rsa().with("use", "[\"sig\"]"), "use"),
                row("RS256", "for signing alone", rsa().with("key_ops", "[\"sign\"]"), "key_ops"),
                row("RS256", "for nothing", rsa().with("key_ops", "[]"), "key_ops"),
                row("RS256", "key_ops of a text", rsa().with("key_ops", "\"verify\""), "key_ops"),
                row("RS256", "for another algorithm", rsa().text("alg", "RS512"), "alg"),
                row("PS256", "for another padding", rsa().text("alg", "RS256"), "alg"),
                row("RS256", "alg null", rsa().with("alg", "null"), "alg"),
                row("RS256", "alg none", rsa().text("alg", "none"), "alg"),
                row("RS256", "a kid of a number", rsa().with("kid", "1"), "kid"),
                row("RS256", "a kid null", rsa().with("kid", "null"), "kid"),
                row("RS256", "an empty kid", rsa().text("kid", ""), "kid"),
                row("RS256", "1024 bits", weak(1024), "1024 bits"),
                row("PS256", "2047 bits", weak(2047), "2047 bits"),
                row("RS256", "no modulus", rsa().without("n"), "its n"),
                row("RS256", "a modulus of a number", rsa().with("n", "3"), "its n"),
                row("RS256", "a modulus that is no base64url", rsa().text("n", "*"), noKey),
                row("RS256", "an empty modulus", rsa().text("n", ""), noKey),
                row("RS256", "no exponent", rsa().without("e"), "its e"),
                row("RS256", "the exponent 1", rsa().text("e", "AQ"), noKey),
                row("RS256", "the exponent 0", rsa().text("e", "AA"), noKey),
                row("RS256", "an EC key", ec(), "key of type EC"),
                row("ES256", "an RSA key", rsa(), "key of type RSA"),
                row("ES256", "an Ed25519 key", ed(), "key of type EdDSA"),
                row("ES384", "a key on P-256", ec(), "curve secp384r1"),
                row("ES256", "another name of the curve", ec().text("crv", "secp256r1"), noKey),
                row("ES256", "a curve of other coordinates", ec().text("crv", "P-384"), noKey),
                row("ES256", "secp256k1", ec().text("crv", "secp256k1"), noKey),
                row("ES256", "no point of the curve", ec().text("y", base64(new byte[32])), noKey),
                row("ES256", "the point 0, 0", ec().text("x", "AA").text("y", "AA"), noKey),
                row("ES256", "no y", ec().without("y"), "its y"),
                row(
                        "EdDSA",
                        "a key for key agreement",
                        TestJwk.of("1", TestSigner.pair("X25519").getPublic()),
                        "type"),
                row("EdDSA", "too short a key", ed().text("x", base64(new byte[31])), noKey),
                row("EdDSA", "too long a key", ed().text("x", base64(new byte[33])), noKey),
                row("EdDSA", "a key of the other curve", ed().text("crv", "Ed448"), noKey),
                row("EdDSA", "an unknown curve", ed().text("crv", "Ed1"), noKey),
                row("EdDSA", "no x", ed().without("x"), "its x"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("unusable")
    void aKeyThatIsNotForVerifyingIsNotRead(String algorithm, String json, String reason) {
        assertThatThrownBy(() -> read(algorithm, json))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aKeyIsNamedByItsIdWhereItHasOne() throws Exception {
        for (String json : List.of("{}", "{\"kid\":1}", "3")) {
            assertThat(Jwk.nameOf(StrictJson.object("{\"a\":" + json + "}").get("a")))
                    .isEmpty();
        }
        assertThat(Jwk.nameOf(StrictJson.object("{\"kid\":\"1\"}"))).isEqualTo("1");
    }

    @Test
    void aKeyHasOneAlgorithmOfSeveralAndEdwardsHasTwoNames() throws Exception {
        List<String> all = List.of("ES256", "PS256", "RS256", "Ed25519", "EdDSA");

        assertThat(algorithms(all, TestJwk.of("1", RSA.getPublic()))).containsExactly("PS256");
        assertThat(algorithms(all, TestJwk.of("1", RSA.getPublic()).text("alg", "RS256")))
                .containsExactly("RS256");
        assertThat(algorithms(all, TestJwk.of("1", ED25519.getPublic()))).containsExactly("Ed25519", "EdDSA");
        assertThat(algorithms(all, TestJwk.of("1", ED25519.getPublic()).text("alg", "EdDSA")))
                .containsExactly("Ed25519", "EdDSA");
        assertThat(algorithms(all, TestJwk.of("1", ED448.getPublic()))).containsExactly("EdDSA");
        assertThat(algorithms(List.of("Ed25519"), TestJwk.of("1", ED25519.getPublic())))
                .containsExactly("Ed25519");
        for (TestJwk unfit : List.of(
                TestJwk.of("1", RSA.getPublic()).text("alg", "RS512"),
                TestJwk.of("1", P256.getPublic()).text("alg", "RS256"))) {
            assertThatThrownBy(() -> algorithms(all, unfit)).isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> algorithms(List.of("Ed25519"), TestJwk.of("1", ED448.getPublic())))
                .hasMessage("Ed25519 needs a key on its own curve");
    }

    private static List<String> algorithms(List<String> accepted, TestJwk jwk)
            throws GeneralSecurityException, IOException {
        return Jwk.of(StrictJson.object(new StringReader(jwk.toString())), accepted)
                .algorithms();
    }
}
