package com.fincloud.gateway.demo;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The hashes of passwords: PBKDF2 with a random salt. The number of iterations is that of a demo, which keeps its users in memory: with a
 * number for production a login takes two seconds on a busy machine, and the gateway would look slow.
 */
final class Passwords {

    /** The tests use even fewer. */
    private static final int ITERATIONS = Integer.getInteger("demo.password-iterations", 10_000);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    /** Salt and hash of a password, as text. */
    static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(salt) + ":" + base64.encodeToString(derive(password, salt));
    }

    static boolean matches(String password, String hash) {
        List<byte[]> parts = List.of(hash.split(":", 2)).stream()
                .map(Base64.getDecoder()::decode)
                .toList();
        return MessageDigest.isEqual(derive(password, parts.get(0)), parts.get(1));
    }

    private static byte[] derive(String password, byte[] salt) {
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 is part of every JDK", e);
        } finally {
            key.clearPassword();
        }
    }
}
