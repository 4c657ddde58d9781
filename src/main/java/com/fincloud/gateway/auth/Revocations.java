package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.RevocableToken;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that their issuer ended before they expired, as far as this process has been told. It only ever learns more: what was
 * ended stays so until the last token that is meant has expired. A look takes no lock and asks nobody.
 */
public final class Revocations {

    /** For {@code until}: it is not known when the last token that is meant expires. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    /** Tokens of one user up to an issue time, in seconds since 1970. */
    private record Cut(BigDecimal issuedUntil, long until) {

        Cut and(Cut other) {
            return new Cut(issuedUntil.max(other.issuedUntil), Math.max(until, other.until));
        }
    }

    private final Map<String, Long> ids = new ConcurrentHashMap<>();
    private final Map<String, Long> hashes = new ConcurrentHashMap<>();
    private final Map<String, Cut> users = new ConcurrentHashMap<>();

    /**
     * Ends the token with this {@code jti}.
     *
     * @param until when it expires, in seconds since 1970
     */
    public void endId(String jti, long until) {
        ids.merge(jti, until, Math::max);
    }

    /**
     * Ends a token by its hash.
     *
     * @param sha256 of the ASCII bytes {@code header.claims}, in lower-case hexadecimal: the signature is left out, for there can be
     *     another good one
     * @param until when it expires, in seconds since 1970
     */
    public void endHash(String sha256, long until) {
        hashes.merge(sha256, until, Math::max);
    }

    /**
     * Ends the tokens of a user which were issued until a moment, that moment included, and those that do not say when.
     *
     * @param issuedUntil in seconds since 1970, fractions included
     * @param until when the last of them expires, in seconds since 1970
     */
    public void endUser(String userId, BigDecimal issuedUntil, long until) {
        users.merge(userId, new Cut(issuedUntil, until), Cut::and);
    }

    /** Whether a token was ended. */
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

    /** Forgets what concerns only tokens that expired before {@code second}, in seconds since 1970. */
    public void forgetBefore(long second) {
        ids.values().removeIf(until -> until < second);
        hashes.values().removeIf(until -> until < second);
        users.values().removeIf(cut -> cut.until() < second);
    }

    /** How many tokens are ended one by one. */
    public int tokens() {
        return ids.size() + hashes.size();
    }

    /** How many users have tokens that are ended together. */
    public int users() {
        return users.size();
    }
}
