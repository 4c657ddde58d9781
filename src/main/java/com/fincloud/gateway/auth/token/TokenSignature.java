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
import org.jspecify.annotations.Nullable;

/** Checks a token's signature (RFC 7515 section 5.2) with jjwt, which knows one algorithm and one key. */
public final class TokenSignature {

    /** Letters of a signature that has no other length; 0 where whoever checks it looks at its length too. */
    private final int letters;

    private final JwtParser parser;

    public TokenSignature(String algorithm, Key key) {
        JwtParserBuilder builder = Jwts.parser()
                .sig()
                .clear()
                .add(Jwts.SIG.get().forKey(algorithm))
                .and()
                .json(new AlgorithmOnly());
        this.letters = key instanceof EdECPublicKey edwards ? letters(edwards) : 0;
        this.parser = key instanceof SecretKey secret
                ? builder.verifyWith(secret).build()
                : builder.verifyWith((PublicKey) key).build();
    }

    /** The JDK splits an Edwards signature in the middle, whatever its length, and so takes one with a zero byte more (RFC 8032). */
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
            // Whatever a token makes the parser or a provider throw, the answer is the same.
            throw TokenFault.SIGNATURE.refusal();
        }
    }

    /**
     * What jjwt sees of header and claims. It would judge the registered ones by its own rules and its own clock (it takes a string
     * for an {@code exp}, and no number for a {@code sub}), so it gets none of them but the algorithm.
     */
    private static final class AlgorithmOnly extends AbstractDeserializer<Map<String, ?>> {

        @Override
        protected Map<String, ?> doDeserialize(Reader reader) throws IOException {
            @Nullable Object algorithm = StrictJson.object(reader).get("alg");
            return algorithm == null ? Map.of() : Map.of("alg", algorithm);
        }
    }
}
