package com.fincloud.gateway.auth;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A JSON Web Key as any issuer may write it, with nothing but the JDK. */
public final class TestJwk {

    private final Map<String, String> members = new LinkedHashMap<>();

    private TestJwk() {}

    /** A public key with all that RFC 7518 and RFC 8037 demand. */
    public static TestJwk of(String id, PublicKey key) {
        TestJwk jwk = new TestJwk().with("kid", "\"" + id + "\"");
        if (key instanceof RSAPublicKey rsa) {
            return jwk.text("kty", "RSA")
                    .text("n", base64(rsa.getModulus(), 0))
                    .text("e", base64(rsa.getPublicExponent(), 0));
        }
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            return jwk.text("kty", "EC")
                    .text("crv", "P-" + bits)
                    .text("x", base64(ec.getW().getAffineX(), (bits + 7) / 8))
                    .text("y", base64(ec.getW().getAffineY(), (bits + 7) / 8));
        }
        byte[] encoded = key.getEncoded();
        int length = encoded.length < 50 ? 32 : encoded.length > 68 ? 57 : 56;
        String curve = key.getAlgorithm().equals("XDH") ? "X" : "Ed";
        return jwk.text("kty", "OKP")
                .text("crv", curve + (length == 32 ? "25519" : "448"))
                .text("x", TestToken.base64(Arrays.copyOfRange(encoded, encoded.length - length, encoded.length)));
    }

    /** A set of keys. */
    public static String set(TestJwk... keys) {
        return "{\"keys\":[" + Arrays.stream(keys).map(TestJwk::toString).collect(Collectors.joining(",")) + "]}";
    }

    /** Sets a member to a JSON value. */
    public TestJwk with(String member, String json) {
        members.put(member, json);
        return this;
    }

    public TestJwk without(String member) {
        members.remove(member);
        return this;
    }

    public TestJwk text(String member, String text) {
        return with(member, "\"" + text + "\"");
    }

    private static String base64(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] all = new byte[Math.max(length, bytes.length - from)];
        System.arraycopy(bytes, from, all, all.length - (bytes.length - from), bytes.length - from);
        return TestToken.base64(all);
    }

    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
