package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.RevocableToken;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that the issuer has revoked before they expired, as far as this process knows. A revocation stays until the last token that it
 * covers has expired. A look-up takes no lock and needs no network.
 */
public final class Revocations {

    /** Value for {@code until}: it is not known when the last covered token expires. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    /** The revocation of one user's tokens up to an issue time, in seconds since 1970. */
    private record Cut(BigDecimal issuedUntil, long until) {

        Cut and(Cut other) {
            return new Cut(issuedUntil.max(other.issuedUntil), Math.max(until, other.until));
        }
    }

    private final Map<String, Long> ids = new ConcurrentHashMap<>();
    private final Map<String, Long> hashes = new ConcurrentHashMap<>();
    private final Map<String, Cut> users = new ConcurrentHashMap<>();

    /**
     * Revokes the token with this {@code jti}.
     *
     * @param until when it expires, in seconds since 1970
     */
    public void endId(String jti, long until) {
        ids.merge(jti, until, Math::max);
    }

    /**
     * Revokes a token by its hash.
     *
     * @param sha256 SHA-256 of the ASCII bytes {@code header.claims}, in lower-case hexadecimal; without the signature, because a token may
     *     have several valid signatures
     * @param until when it expires, in seconds since 1970
     */
    public void endHash(String sha256, long until) {
        hashes.merge(sha256, until, Math::max);
    }

    /**
     * Revokes the tokens of a user that were issued up to and including a moment, and the tokens without an issue time.
     *
     * @param issuedUntil in seconds since 1970, fractions included
     * @param until when the last of these tokens expires, in seconds since 1970
     */
    public void endUser(String userId, BigDecimal issuedUntil, long until) {
        users.merge(userId, new Cut(issuedUntil, until), Cut::and);
    }

    /** Whether a token is revoked. */
    boolean include(RevocableToken token) {
        String id = token.id();
        if (id != null && ids.containsKey(id)) {
            return true;
        }
        Cut cut = users.get(token.userId());
        if (cut != null && token.issuedAt().compareTo(cut.issuedUntil()) <= 0) {
            return true;
        }
        return !hashes.isEmpty() && hashes.containsKey(token.sha256());
    }

    /** Removes revocations whose tokens all expired before {@code second}, in seconds since 1970. */
    public void forgetBefore(long second) {
        ids.values().removeIf(until -> until < second);
        hashes.values().removeIf(until -> until < second);
        users.values().removeIf(cut -> cut.until() < second);
    }

    /** The number of individually revoked tokens. */
    public int tokens() {
        return ids.size() + hashes.size();
    }

    /** The number of users whose tokens are revoked up to an issue time. */
    public int users() {
        return users.size();
    }
}
