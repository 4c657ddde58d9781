package com.fincloud.gateway.auth.token;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The identifiers by which a revocation can name a verified token. */
public final class RevocableToken {

    private final String token;
    private final @Nullable String id;
    private final BigDecimal issuedAt;
    private final String userId;
    private volatile String sha256 = "";

    private RevocableToken(String token, @Nullable String id, BigDecimal issuedAt, String userId) {
        this.token = token;
        this.id = id;
        this.issuedAt = issuedAt;
        this.userId = userId;
    }

    public static RevocableToken of(String token, Map<String, @Nullable Object> claims, String userId) {
        Object id = claims.get("jti");
        String text = id instanceof String string ? string : id instanceof StrictJson.Num number ? number.text() : null;
        return new RevocableToken(token, text, Lifetime.issuedAt(claims), userId);
    }

    /** The identifiers of an API key, which has no id and no time of issue. */
    public static RevocableToken ofKey(String sha256, String userId) {
        RevocableToken key = new RevocableToken("", null, Lifetime.issuedAt(Map.of()), userId);
        key.sha256 = sha256;
        return key;
    }

    /** The {@code jti}; null if there is none. */
    @Nullable
    public String id() {
        return id;
    }

    /** The {@code iat} in seconds since 1970; the earliest possible time if the token has none. */
    public BigDecimal issuedAt() {
        return issuedAt;
    }

    public String userId() {
        return userId;
    }

    /** The SHA-256 of {@code header.claims} in hexadecimal, computed once. */
    public String sha256() {
        if (sha256.isEmpty()) {
            String signed = token.substring(0, token.lastIndexOf('.'));
            sha256 = HexFormat.of().formatHex(digest(signed.getBytes(StandardCharsets.US_ASCII)));
        }
        return sha256;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
