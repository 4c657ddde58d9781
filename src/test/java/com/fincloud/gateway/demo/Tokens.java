package com.fincloud.gateway.demo;

import com.fincloud.gateway.settings.Variable;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Signs the tokens that the gateway verifies, and reads refresh tokens back. */
final class Tokens {

    static final Duration ACCESS_LIFETIME = Duration.ofMinutes(15);

    /** Of the token that the development run prints. */
    static final Duration LONGEST_ACCESS = Duration.ofHours(1);

    private static final Duration REFRESH_LIFETIME = Duration.ofDays(7);
    private static final int HMAC_BLOCK = 64;
    private static final Map<String, MacAlgorithm> ALGORITHMS =
            Map.of("HS256", Jwts.SIG.HS256, "HS384", Jwts.SIG.HS384, "HS512", Jwts.SIG.HS512);

    private final Clock clock;
    private final MacAlgorithm algorithm;
    private final SecretKey key;
    private final String issuer;
    private final String audience;

    /**
     * Signs as the gateway's variables say.
     *
     * @throws CannotStart when {@code JWT_ALGORITHM} is none that works with {@code JWT_SECRET}
     */
    Tokens(Variables variables, Clock clock) {
        this.clock = clock;
        String name = variables.get(Variable.JWT_ALGORITHM);
        MacAlgorithm known = ALGORITHMS.get(name);
        if (known == null) {
            throw new CannotStart(
                    "JWT_ALGORITHM=" + name + ": the demo services sign with JWT_SECRET only (HS256, HS384 or HS512)",
                    null);
        }
        algorithm = known;
        // jjwt refuses a short secret. HMAC fills it up with zeros anyway, so this is the same key, only longer.
        byte[] secret = variables.get(Variable.JWT_SECRET).getBytes(StandardCharsets.UTF_8);
        key = new SecretKeySpec(Arrays.copyOf(secret, Math.max(secret.length, HMAC_BLOCK)), "HmacSHA256");
        issuer = variables.get(Variable.JWT_ISSUER);
        audience = variables.get(Variable.JWT_AUDIENCE);
    }

    String access(User user, Duration lifetime) {
        return token(user, "access", UUID.randomUUID().toString(), lifetime);
    }

    /** A refresh token that {@link #refreshClaims} knows by {@code id}. */
    String refresh(User user, String id) {
        return token(user, "refresh", id, REFRESH_LIFETIME);
    }

    /** What a refresh token says; 401 for anything else. */
    Claims refreshClaims(String token) {
        return claims(token, "refresh");
    }

    /** What an access token says; 401 for anything else. */
    Claims accessClaims(String token) {
        return claims(token, "access");
    }

    private Claims claims(String token, String type) {
        try {
            return Jwts.parser()
                    .json(new TokenJson.Reader())
                    .clock(() -> Date.from(clock.instant()))
                    .require("type", type)
                    .verifyWith(key)
                    .build()
                    .parseSignedClaims(token)
                    .getPayload();
        } catch (JwtException | IllegalArgumentException e) {
            throw new Problem(401, "Invalid or expired " + type + " token");
        }
    }

    private String token(User user, String type, String id, Duration lifetime) {
        Instant now = clock.instant();
        JwtBuilder token = Jwts.builder()
                .json(new TokenJson.Writer())
                .header()
                .type("JWT")
                .and()
                .subject(Long.toString(user.id()))
                .claim("email", user.email())
                .claim("role", user.role())
                .claim("type", type)
                .id(id)
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(lifetime)));
        if (!issuer.isEmpty()) {
            token.issuer(issuer);
        }
        if (!audience.isEmpty()) {
            token.audience().add(audience);
        }
        return token.signWith(key, algorithm).compact();
    }
}
