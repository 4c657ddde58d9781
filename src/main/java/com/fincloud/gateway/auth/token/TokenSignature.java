package com.fincloud.gateway.auth.token;

import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.AbstractDeserializer;
import java.io.IOException;
import java.io.Reader;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Map;
import javax.crypto.SecretKey;

/** Verifies a token's signature (RFC 7515 section 5.2) with jjwt, for one algorithm and one key. */
public final class TokenSignature {

    /** The exact number of characters of a signature; 0 if the signature check also checks the length. */
    private final int letters;

    private final JwtParser parser;

    public TokenSignature(String algorithm, Key key) {
        JwtParserBuilder builder = Jwts.parser()
                .sig()
                .clear()
                .add(Jwts.SIG.get().forKey(known(algorithm)))
                .and()
                .json(new AlgorithmOnly(algorithm));
        this.letters = key instanceof EdECPublicKey edwards ? letters(edwards) : 0;
        this.parser = key instanceof SecretKey secret
                ? builder.verifyWith(secret).build()
                : builder.verifyWith((PublicKey) key).build();
    }

    /** The name by which jjwt knows an algorithm: Ed25519 is EdDSA with a key on that curve (RFC 9864 section 2.2). */
    private static String known(String algorithm) {
        return algorithm.equals("Ed25519") ? "EdDSA" : algorithm;
    }

    /**
     * The JDK splits an EdDSA signature in the middle, whatever its length, so it accepts a signature with an additional zero byte (RFC
     * 8032).
     */
    private static int letters(EdECPublicKey key) {
        int bytes = key.getParams().getName().equals(NamedParameterSpec.ED448.getName()) ? 114 : 64;
        return (bytes * 8 + 5) / 6;
    }

    public void require(String token) {
        if (letters > 0 && token.length() - token.lastIndexOf('.') - 1 != letters) {
            throw TokenFault.MALFORMED.refusal();
        }
        try {
            parser.parseSignedClaims(token);
        } catch (RuntimeException e) {
            // Any exception of the parser or the security provider means an invalid signature.
            throw TokenFault.SIGNATURE.refusal();
        }
    }

    /**
     * Passes only the algorithm to jjwt. jjwt would check the registered claims by its own rules and clock: it accepts a string for
     * {@code exp}, and refuses a number for {@code sub}.
     */
    private static final class AlgorithmOnly extends AbstractDeserializer<Map<String, ?>> {

        private final String algorithm;

        AlgorithmOnly(String algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        protected Map<String, ?> doDeserialize(Reader reader) throws IOException {
            return algorithm.equals(StrictJson.object(reader).get("alg")) ? Map.of("alg", known(algorithm)) : Map.of();
        }
    }
}
