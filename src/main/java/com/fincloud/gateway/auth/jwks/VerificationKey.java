package com.fincloud.gateway.auth.jwks;

import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/** Reads the configured verification key (RFC 7518 sections 3.2 to 3.5, RFC 8037 section 3.1). */
public final class VerificationKey {

    private VerificationKey() {}

    public static Key of(GatewaySettings.Jwt settings) {
        return switch (settings.algorithm()) {
            case "HS256", "HS384", "HS512" -> secretKey(settings);
            case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519" ->
                publicKey(settings);
            default -> throw new SettingsException(Variable.JWT_ALGORITHM, settings.algorithm(), "");
        };
    }

    private static Key secretKey(GatewaySettings.Jwt settings) {
        try {
            return secretKey(settings.algorithm(), settings.secret());
        } catch (GeneralSecurityException e) {
            throw new SettingsException(Variable.JWT_SECRET, settings.secret(), String.valueOf(e.getMessage()));
        }
    }

    private static Key publicKey(GatewaySettings.Jwt settings) {
        try {
            return publicKey(settings.algorithm(), settings.publicKey());
        } catch (GeneralSecurityException e) {
            throw new SettingsException(Variable.JWT_PUBLIC_KEY, settings.publicKey(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * The key of an HMAC algorithm.
     *
     * @throws GeneralSecurityException if the secret is empty
     */
    public static Key secretKey(String algorithm, String text) throws GeneralSecurityException {
        byte[] secret = text.getBytes(StandardCharsets.UTF_8);
        if (secret.length == 0) {
            throw new InvalidKeyException("it is empty");
        }
        int bits = Integer.parseInt(algorithm.substring(2));
        // jjwt refuses a secret shorter than the hash, which is allowed outside production. HMAC itself fills a secret
        // with
        // zeros up to the block length (RFC 2104 section 2), so zeros up to the hash's length change no signature.
        byte[] key = secret.length * 8 < bits ? Arrays.copyOf(secret, bits / 8) : secret;
        return new SecretKeySpec(key, "HmacSHA" + bits);
    }

    /**
     * The public key of an algorithm.
     *
     * @param textOrPath PEM, or the path of a file with PEM
     * @throws GeneralSecurityException if it is not usable, with the reason
     */
    public static PublicKey publicKey(String algorithm, String textOrPath) throws GeneralSecurityException {
        return publicKey(algorithm, textOrPath, Pem::bytes);
    }

    /**
     * The public key of an algorithm, like {@link #publicKey(String, String)}. A file is read by {@code files}.
     *
     * @throws GeneralSecurityException if it is not usable, with the reason
     */
    public static PublicKey publicKey(String algorithm, String textOrPath, PemFiles files)
            throws GeneralSecurityException {
        PublicKey key = Pem.of(textOrPath, files).publicKey(KeyRule.keyTypes(algorithm));
        KeyRule.require(algorithm, key);
        return key;
    }

    /** Reads files with PEM. */
    @FunctionalInterface
    public interface PemFiles {

        /** The bytes of a file. */
        byte[] read(Path path) throws IOException;
    }
}
