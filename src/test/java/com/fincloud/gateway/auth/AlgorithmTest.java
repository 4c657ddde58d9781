package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertInvalid;
import static com.fincloud.gateway.auth.TestToken.CLOCK;
import static com.fincloud.gateway.auth.TestToken.base64;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class AlgorithmTest {

    private static final KeyPair RSA = TestSigner.rsa("RSA", 2048);
    private static final KeyPair PSS = TestSigner.rsa("RSASSA-PSS", 2048);
    private static final KeyPair P256 = TestSigner.ec("secp256r1");
    private static final KeyPair P384 = TestSigner.ec("secp384r1");
    private static final KeyPair P521 = TestSigner.ec("secp521r1");
    private static final KeyPair ED25519 = TestSigner.pair("Ed25519");
    private static final KeyPair ED448 = TestSigner.pair("Ed448");

    public static JwtVerifier verifier(String algorithm, String secret, String publicKey) {
        return new JwtVerifier(
                new GatewaySettings.Jwt(
                        secret, algorithm, publicKey, "", "", "", Duration.ZERO, Claims.FINCLOUD, "", ""),
                CLOCK);
    }

    private static JwtVerifier verifier(String algorithm, KeyPair keys) {
        return verifier(algorithm, "unused", TestSigner.pem(keys.getPublic()));
    }

    private static String text(String algorithm, TestSigner signer) {
        return token().header("{\"alg\":\"" + algorithm + "\"}")
                .signedBy(signer)
                .text();
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("RS256", RSA),
                Arguments.of("RS384", RSA),
                Arguments.of("RS512", RSA),
                Arguments.of("PS256", RSA),
                Arguments.of("PS384", RSA),
                Arguments.of("PS512", RSA),
                Arguments.of("PS256", PSS),
                Arguments.of("ES256", P256),
                Arguments.of("ES384", P384),
                Arguments.of("ES512", P521),
                Arguments.of("EdDSA", ED25519),
                Arguments.of("EdDSA", ED448));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("keys")
    void aSignatureOfTheConfiguredAlgorithmAndKeyIsAccepted(String algorithm, KeyPair keys) {
        String good = text(algorithm, TestSigner.of(algorithm, keys.getPrivate()));

        assertThat(verifier(algorithm, keys).verify(List.of("Bearer " + good)).userId())
                .isEqualTo("42");
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("keys")
    void aChangedOrMissingSignatureIsInvalid(String algorithm, KeyPair keys) {
        String good = text(algorithm, TestSigner.of(algorithm, keys.getPrivate()));
        String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
        JwtVerifier verifier = verifier(algorithm, keys);

        for (String signature : List.of(
                "",
                "AAAA",
                base64(new byte[64]),
                base64(new byte[96]),
                base64(new byte[132]),
                base64(new byte[256]),
                base64(new byte[114]))) {
            assertInvalid(verifier, unsigned + signature);
        }
        int middle = (unsigned.length() + good.length()) / 2;
        char other = good.charAt(middle) == 'A' ? 'B' : 'A';
        assertInvalid(verifier, good.substring(0, middle) + other + good.substring(middle + 1));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("keys")
    void thePublicKeyAsAnHmacSecretIsInvalid(String algorithm, KeyPair keys) {
        JwtVerifier verifier = verifier(algorithm, keys);
        byte[] pem = TestSigner.pem(keys.getPublic()).getBytes(StandardCharsets.UTF_8);

        for (byte[] secret : List.of(pem, keys.getPublic().getEncoded())) {
            TestSigner confused = TestSigner.hmac("HmacSHA256", secret);
            assertInvalid(verifier, text("HS256", confused));
            assertInvalid(verifier, text(algorithm, confused));
        }
    }

    @Test
    void anotherAlgorithmOfTheSameKeyIsInvalid() {
        assertInvalid(verifier("RS256", RSA), text("RS512", TestSigner.of("RS512", RSA.getPrivate())));
        assertInvalid(verifier("RS256", RSA), text("PS256", TestSigner.of("PS256", RSA.getPrivate())));
        assertInvalid(verifier("PS256", RSA), text("RS256", TestSigner.of("RS256", RSA.getPrivate())));
        assertInvalid(verifier("PS256", RSA), text("PS256", TestSigner.of("RS256", RSA.getPrivate())));
    }

    @Test
    void anotherKeyIsInvalid() {
        KeyPair other = TestSigner.ec("secp256r1");

        assertInvalid(verifier("ES256", P256), text("ES256", TestSigner.of("ES256", other.getPrivate())));
        assertInvalid(verifier("EdDSA", ED25519), text("EdDSA", TestSigner.of("EdDSA", ED448.getPrivate())));
    }

    @Test
    void anEcdsaSignatureInDerIsInvalid() {
        assertInvalid(
                verifier("ES256", P256), text("ES256", TestSigner.signature("SHA256withECDSA", P256.getPrivate())));
    }

    @ParameterizedTest
    @CsvSource({"HS256, HmacSHA256", "HS384, HmacSHA384", "HS512, HmacSHA512"})
    void anHmacSecretOfAnyLengthWorks(String algorithm, String mac) {
        for (String secret : List.of(
                "s",
                "secret",
                "s".repeat(31),
                "s".repeat(32),
                "s".repeat(48),
                "s".repeat(64),
                "s".repeat(65),
                "s".repeat(200),
                "schl\u00fcssel \u20ac")) {
            String good = text(algorithm, TestSigner.hmac(mac, secret));

            assertThat(verifier(algorithm, secret, "")
                            .verify(List.of("Bearer " + good))
                            .userId())
                    .isEqualTo("42");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secres", "secre", "secret\u0001", "Secret"})
    void anotherSecretIsInvalid(String secret) {
        assertInvalid(verifier("HS256", "secret", ""), text("HS256", TestSigner.hmac("HmacSHA256", secret)));
    }

    @Test
    void ed25519IsANameOfItsOwn() {
        KeyPair keys = TestSigner.pair("Ed25519");
        for (String algorithm : List.of("EdDSA", "Ed25519")) {
            JwtVerifier verifier = verifier(algorithm, keys);
            for (String named : List.of("EdDSA", "Ed25519")) {
                String token = token().header("{\"alg\":\"" + named + "\"}")
                        .signedBy(TestSigner.of(named, keys.getPrivate()))
                        .text();
                if (named.equals(algorithm)) {
                    assertThat(verifier.verify(List.of("Bearer " + token)).userId())
                            .isEqualTo("42");
                } else {
                    assertInvalid(verifier, token);
                }
            }
        }
    }
}
