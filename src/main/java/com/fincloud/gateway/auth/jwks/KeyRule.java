package com.fincloud.gateway.auth.jwks;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;

/** The algorithms, and the requirements of each for its public key (RFC 7518 sections 3.3 to 3.5, RFC 8037 section 3.1, RFC 9864). */
public final class KeyRule {

    /** The accepted algorithms. */
    public static final List<String> ALGORITHMS = List.of(
            "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
            "EdDSA", "Ed25519");

    private static final int LEAST_RSA_BITS = 2048;

    private KeyRule() {}

    /** The JDK names of the key types that {@code algorithm} accepts. */
    static List<String> keyTypes(String algorithm) {
        return switch (algorithm.substring(0, 2)) {
            case "RS" -> List.of("RSA");
            case "PS" -> List.of("RSA", "RSASSA-PSS");
            case "ES" -> List.of("EC");
            default -> List.of("EdDSA");
        };
    }

    static void require(String algorithm, PublicKey key) throws GeneralSecurityException {
        if (!keyTypes(algorithm).contains(key.getAlgorithm())) {
            throw new InvalidKeyException(algorithm + " does not verify with a key of type " + key.getAlgorithm());
        }
        if (key instanceof RSAPublicKey rsa) {
            requireLength(rsa);
        } else if (key instanceof ECPublicKey ec) {
            requireCurve(algorithm, ec);
        } else if (key instanceof EdECPublicKey edwards) {
            if (algorithm.equals("Ed25519") && !edwards.getParams().getName().equals("Ed25519")) {
                throw new InvalidKeyException("Ed25519 needs a key on its own curve");
            }
        } else {
            throw new InvalidKeyException("its type " + key.getAlgorithm() + " is unknown");
        }
    }

    private static void requireLength(RSAPublicKey key) throws InvalidKeyException {
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS) {
            throw new InvalidKeyException("its RSA key has " + bits + " bits, fewer than " + LEAST_RSA_BITS);
        }
    }

    private static void requireCurve(String algorithm, ECPublicKey key) throws GeneralSecurityException {
        String curve = algorithm.equals("ES512") ? "secp521r1" : "secp" + algorithm.substring(2) + "r1";
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECParameterSpec expected = parameters.getParameterSpec(ECParameterSpec.class);
        boolean fits = expected.getCurve().equals(key.getParams().getCurve())
                && expected.getGenerator().equals(key.getParams().getGenerator());
        if (!fits) {
            throw new InvalidKeyException(algorithm + " needs a key on the curve " + curve);
        }
    }
}
