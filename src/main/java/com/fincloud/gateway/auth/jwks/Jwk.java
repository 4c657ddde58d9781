package com.fincloud.gateway.auth.jwks;

import io.jsonwebtoken.security.Jwks;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A public key of a JSON Web Key Set that may verify tokens of one algorithm (RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2).
 *
 * @param id the {@code kid}; null if the key has none
 */
record Jwk(@Nullable String id, PublicKey key) {

    /** The members of a private key, and the secret of a symmetric key. A key set with these members has disclosed the key. */
    private static final List<String> SECRETS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /**
     * Reads an element of {@code keys}.
     *
     * @throws GeneralSecurityException if the key cannot verify tokens of {@code algorithm}, with the reason
     */
    static Jwk of(@Nullable Object element, String algorithm) throws GeneralSecurityException {
        if (!(element instanceof Map<?, ?> jwk)) {
            throw new InvalidKeyException("it is no object");
        }
        requireNoSecret(jwk);
        requirePurpose(jwk, algorithm);
        PublicKey key = key(jwk);
        KeyRule.require(algorithm, key);
        return new Jwk(id(jwk), key);
    }

    /** The name of a key for a log line. */
    static String nameOf(@Nullable Object element) {
        return element instanceof Map<?, ?> jwk && jwk.get("kid") instanceof String id ? id : "";
    }

    private static @Nullable String id(Map<?, ?> jwk) throws InvalidKeyException {
        Object id = jwk.get("kid");
        if (id == null && !jwk.containsKey("kid")) {
            return null;
        }
        if (id instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new InvalidKeyException("its kid is no text");
    }

    private static void requireNoSecret(Map<?, ?> jwk) throws InvalidKeyException {
        for (String secret : SECRETS) {
            if (jwk.containsKey(secret)) {
                throw new InvalidKeyException("it is not a public key alone: it has '" + secret + "'");
            }
        }
    }

    /** Checks the declared purpose of the key. A missing member does not restrict it (RFC 7517 sections 4.2 to 4.4). */
    private static void requirePurpose(Map<?, ?> jwk, String algorithm) throws InvalidKeyException {
        if (jwk.containsKey("use") && !"sig".equals(jwk.get("use"))) {
            throw new InvalidKeyException("its use is not sig");
        }
        if (jwk.containsKey("key_ops")
                && !(jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify"))) {
            throw new InvalidKeyException("its key_ops have no verify");
        }
        if (jwk.containsKey("alg") && !algorithm.equals(jwk.get("alg"))) {
            throw new InvalidKeyException("its alg is not JWT_ALGORITHM=" + algorithm);
        }
    }

    /**
     * Parses the key with jjwt, which validates it, for instance a point on the curve or a length. jjwt gets only the members that define
     * the key.
     */
    private static PublicKey key(Map<?, ?> jwk) throws GeneralSecurityException {
        String type = String.valueOf(jwk.get("kty"));
        List<String> members =
                switch (type) {
                    case "RSA" -> List.of("n", "e");
                    case "EC" -> List.of("crv", "x", "y");
                    case "OKP" -> List.of("crv", "x");
                    default -> throw new InvalidKeyException("its kty is neither RSA nor EC nor OKP");
                };
        Map<String, Object> made = new HashMap<>(Map.of("kty", type));
        for (String member : members) {
            if (!(jwk.get(member) instanceof String text)) {
                throw new InvalidKeyException("its " + member + " is no text");
            }
            made.put(member, text);
        }
        try {
            Key key = Jwks.builder().add(made).build().toKey();
            if (key instanceof PublicKey verifying) {
                return verifying;
            }
        } catch (RuntimeException e) {
            throw new InvalidKeyException("its members make no key", e);
        }
        throw new InvalidKeyException("it is no public key");
    }
}
