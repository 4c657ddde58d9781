package com.fincloud.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs with nothing but the JDK. */
@FunctionalInterface
public interface TestSigner {

    byte[] sign(byte[] input);

    static TestSigner hmac(String name, String secret) {
        return hmac(name, secret.getBytes(StandardCharsets.UTF_8));
    }

    static TestSigner hmac(String name, byte[] secret) {
        return input -> quietly(() -> {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret, name));
            return mac.doFinal(input);
        });
    }

    /** The signer of a JWS algorithm with a private key. */
    static TestSigner of(String algorithm, PrivateKey key) {
        String hash = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "RS" -> signature("SHA" + hash + "withRSA", key);
            case "PS" -> pss(Integer.parseInt(hash), key);
            case "ES" -> signature("SHA" + hash + "withECDSAinP1363Format", key);
            default -> signature("EdDSA", key);
        };
    }

    static TestSigner signature(String name, PrivateKey key) {
        return input -> quietly(() -> {
            Signature signature = Signature.getInstance(name);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        });
    }

    private static TestSigner pss(int bits, PrivateKey key) {
        String hash = "SHA-" + bits;
        AlgorithmParameterSpec spec = new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1);
        return input -> quietly(() -> {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(spec);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        });
    }

    static KeyPair rsa(String type, int bits) {
        return quietly(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(bits);
            return generator.generateKeyPair();
        });
    }

    static KeyPair ec(String curve) {
        return quietly(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        });
    }

    /** A pair of a type with one size, for instance Ed25519. */
    static KeyPair pair(String type) {
        return quietly(() -> KeyPairGenerator.getInstance(type).generateKeyPair());
    }

    static String pem(Key key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /** What can fail only when the JDK lacks an algorithm. */
    interface Attempt<T> {
        T run() throws GeneralSecurityException;
    }

    static <T> T quietly(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
