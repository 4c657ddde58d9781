package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.Lifetime;
import com.fincloud.gateway.auth.token.RevocableToken;
import com.fincloud.gateway.auth.token.TokenSignature;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A cache of tokens that passed every check, so that a client's next request needs no signature verification. An entry has the caller, the
 * lifetime, the key and the identifiers for revocation. The reader must still check the lifetime against the clock, the key against the
 * current keys, and the revocations.
 *
 * <p>Its size is limited by two generations. When the young generation is full it becomes the old generation, and entries that were not
 * used since then are dropped.
 */
final class VerifiedTokens {

    /** The maximum length of a cached token. Longer tokens are rare, and a few of them would take much memory. */
    static final int MAX_LENGTH = 2048;

    private final int generation;
    private volatile Map<String, Entry> young = new ConcurrentHashMap<>();
    private volatile Map<String, Entry> old = Map.of();

    /** Creates a cache of at most {@code capacity} tokens. */
    VerifiedTokens(int capacity) {
        this.generation = capacity / 2;
    }

    /** The cached data of a token. {@code key} of {@code issuer} has verified it, but may no longer be trusted. */
    record Entry(TokenIssuer issuer, TokenSignature key, Lifetime lifetime, Caller caller, RevocableToken token) {}

    @Nullable
    Entry get(String token) {
        Entry entry = young.get(token);
        if (entry == null) {
            entry = old.get(token);
            if (entry != null) {
                put(token, entry);
            }
        }
        return entry;
    }

    synchronized void put(String token, Entry entry) {
        if (token.length() > MAX_LENGTH) {
            return;
        }
        if (young.size() >= generation) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(token, entry);
    }

    int size() {
        return young.size() + old.size();
    }
}
