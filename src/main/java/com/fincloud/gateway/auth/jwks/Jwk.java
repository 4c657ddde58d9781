package com.fincloud.gateway.auth.jwks;

import io.jsonwebtoken.security.Jwks;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A public key of a JSON Web Key Set that may verify tokens of one algorithm (RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2).
 *
 * @param id the {@code kid}; null if the key has none
 * @param algorithms the names of its algorithm; several only for {@code EdDSA} and {@code Ed25519}, which are names of one (RFC 9864)
 */
record Jwk(@Nullable String id, PublicKey key, List<String> algorithms) {

    private static final List<String> EDWARDS = List.of("EdDSA", "Ed25519");

    /** The members of a private key, and the secret of a symmetric key. A key set with these members has disclosed the key. */
    private static final List<String> SECRETS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /**
     * Reads an element of {@code keys}.
     *
     * @throws GeneralSecurityException if the key cannot verify tokens of one of {@code accepted}, with the reason
     */
    static Jwk of(@Nullable Object element, List<String> accepted) throws GeneralSecurityException {
        if (!(element instanceof Map<?, ?> jwk)) {
            throw new InvalidKeyException("it is no object");
        }
        requireNoSecret(jwk);
        requirePurpose(jwk, accepted);
        PublicKey key = key(jwk);
        return new Jwk(id(jwk), key, algorithms(jwk, key, accepted));
    }

    /** The algorithm that the key declares, otherwise the first accepted one that it fits: a key has one algorithm (RFC 8725 section 3.1). */
    private static List<String> algorithms(Map<?, ?> jwk, PublicKey key, List<String> accepted)
            throws GeneralSecurityException {
        List<String> fitting = new ArrayList<>();
        GeneralSecurityException failure = new InvalidKeyException("it fits none of " + String.join(", ", accepted));
        for (String algorithm : accepted) {
            Object wanted = jwk.containsKey("alg") ? jwk.get("alg") : fitting.isEmpty() ? algorithm : fitting.get(0);
            if (isSame(algorithm, wanted)) {
                try {
                    KeyRule.require(algorithm, key);
                    fitting.add(algorithm);
                } catch (GeneralSecurityException e) {
                    failure = accepted.size() == 1 ? e : failure;
                }
            }
        }
        if (fitting.isEmpty()) {
            throw failure;
        }
        return fitting;
    }

    private static boolean isSame(String algorithm, @Nullable Object declared) {
        return algorithm.equals(declared) || (EDWARDS.contains(algorithm) && EDWARDS.contains(declared));
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
    private static void requirePurpose(Map<?, ?> jwk, List<String> accepted) throws InvalidKeyException {
        if (jwk.containsKey("use") && !"sig".equals(jwk.get("use"))) {
            throw new InvalidKeyException("its use is not sig");
        }
        if (jwk.containsKey("key_ops")
                && !(jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify"))) {
            throw new InvalidKeyException("its key_ops have no verify");
        }
        if (jwk.containsKey("alg") && accepted.stream().noneMatch(algorithm -> isSame(algorithm, jwk.get("alg")))) {
            throw new InvalidKeyException("its alg is not " + String.join(" or ", accepted));
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
