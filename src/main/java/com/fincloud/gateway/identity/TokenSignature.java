package com.fincloud.gateway.identity;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.AbstractDeserializer;
import java.io.IOException;
import java.io.Reader;
import java.security.Key;
import java.security.PublicKey;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Checks a token's signature (RFC 7515 section 5.2) with jjwt, which knows one algorithm and one key. */
final class TokenSignature {

    private final JwtParser parser;

    TokenSignature(String algorithm, Key key) {
        JwtParserBuilder builder = Jwts.parser()
                .sig()
                .clear()
                .add(Jwts.SIG.get().forKey(algorithm))
                .and()
                .json(new AlgorithmOnly());
        this.parser = key instanceof SecretKey secret
                ? builder.verifyWith(secret).build()
                : builder.verifyWith((PublicKey) key).build();
    }

    void require(String token) {
        try {
            parser.parseSignedClaims(token);
        } catch (RuntimeException e) {
            // Whatever a token makes the parser or a provider throw, the answer is the same.
            throw new GatewayException(GatewayError.TOKEN_INVALID);
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
