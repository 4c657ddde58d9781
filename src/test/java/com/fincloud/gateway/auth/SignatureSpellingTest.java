package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertInvalid;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.auth.token.Caller;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 4.2: a signature is a number, or two, and a number must not have a second spelling. */
class SignatureSpellingTest {

    /** A token signed by {@code keys}; {@code number} makes each another one. */
    private static String good(String algorithm, KeyPair keys, int number) {
        return token().with("sub", "" + number)
                .header("{\"alg\":\"" + algorithm + "\"}")
                .signedBy(TestSigner.of(algorithm, keys.getPrivate()))
                .text();
    }

    private static JwtVerifier verifier(String algorithm, KeyPair keys) {
        return AlgorithmTest.verifier(algorithm, "", TestSigner.pem(keys.getPublic()));
    }

    private static byte[] signature(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    }

    private static String with(String token, byte[] signature) {
        return token.substring(0, token.lastIndexOf('.') + 1) + TestToken.base64(signature);
    }

    private static byte[] bytes(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] all = new byte[length];
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, all, length - (bytes.length - from), bytes.length - from);
        return all;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256"})
    void anRsaSignaturePlusTheModulusIsInvalid(String algorithm) {
        BigInteger limit = BigInteger.ONE.shiftLeft(2048);
        KeyPair keys = TestSigner.rsa("RSA", 2048);
        while (modulus(keys).compareTo(limit.multiply(BigInteger.valueOf(3)).shiftRight(2)) > 0) {
            keys = TestSigner.rsa("RSA", 2048);
        }
        BigInteger moved = limit;
        String good = "";
        for (int i = 0; moved.compareTo(limit) >= 0; i++) {
            good = good(algorithm, keys, i);
            moved = new BigInteger(1, signature(good)).add(modulus(keys));
        }
        JwtVerifier verifier = verifier(algorithm, keys);

        assertInvalid(verifier, with(good, bytes(moved, 256)));
        assertInvalid(verifier, with(good, bytes(new BigInteger(1, signature(good)), 257)));
        assertThat(verifier.verify(List.of("Bearer " + good))).isNotNull();
    }

    private static BigInteger modulus(KeyPair keys) {
        return ((RSAPublicKey) keys.getPublic()).getModulus();
    }

    @ParameterizedTest
    @CsvSource({
        "Ed25519, 64, 1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed",
        "Ed448, 114,"
                + " 3fffffffffffffffffffffffffffffffffffffffffffffffffffffff7cca23e9c44edb49aed63690216cc2728dc58f552378c292ab5844f3"
    })
    void anEdwardsSignaturePlusTheOrderOrWithAZeroBehindIsInvalid(String curve, int length, String order) {
        KeyPair keys = TestSigner.pair(curve);
        String good = good("EdDSA", keys, 1);
        byte[] signature = signature(good);
        assertThat(signature).hasSize(length);
        BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(signature, length / 2, length)));
        byte[] moved = reversed(bytes(s.add(new BigInteger(order, 16)), length / 2));
        byte[] other = Arrays.copyOf(signature, length);
        System.arraycopy(moved, 0, other, length / 2, length / 2);
        JwtVerifier verifier = verifier("EdDSA", keys);

        assertInvalid(verifier, with(good, other));
        assertInvalid(verifier, with(good, Arrays.copyOf(signature, length + 1)));
        assertInvalid(verifier, with(good, Arrays.copyOf(signature, length + 2)));
        assertThat(verifier.verify(List.of("Bearer " + good))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"ES256, secp256r1", "ES384, secp384r1", "ES512, secp521r1"})
    void anEcdsaSignatureHasItsTwinAndNoOther(String algorithm, String curve) {
        KeyPair keys = TestSigner.ec(curve);
        String good = good(algorithm, keys, 1);
        byte[] signature = signature(good);
        int half = signature.length / 2;
        BigInteger order = ((ECPublicKey) keys.getPublic()).getParams().getOrder();
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, half));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length));
        JwtVerifier verifier = verifier(algorithm, keys);

        for (String other : List.of(
                pair(good, r.add(order), s, half),
                pair(good, r, s.add(order), half),
                pair(good, order.subtract(r), s, half),
                pair(good, r, BigInteger.ZERO, half),
                pair(good, BigInteger.ZERO, s, half),
                pair(good, order, s, half),
                pair(good, r, s, half + 1))) {
            assertInvalid(verifier, other);
        }
        Caller caller = verifier.verify(List.of("Bearer " + good));
        // It is as good a signature, and every second honest one is the larger of the two: see docs/tokens.md.
        String twin = pair(good, r, order.subtract(s), half);
        assertThat(verifier.verify(List.of("Bearer " + twin))).isEqualTo(caller);
    }

    private static String pair(String token, BigInteger r, BigInteger s, int length) {
        byte[] both = Arrays.copyOf(bytes(r, length), 2 * length);
        System.arraycopy(bytes(s, length), 0, both, length, length);
        return with(token, both);
    }
}
