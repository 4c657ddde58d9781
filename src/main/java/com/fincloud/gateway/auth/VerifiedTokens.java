package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.Lifetime;
import com.fincloud.gateway.auth.token.RevocableToken;
import com.fincloud.gateway.auth.token.TokenSignature;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that passed every check, so that a client's next request costs no signature. It remembers what does not change: the
 * caller, the lifetime and the key, which whoever reads an entry must hold against the clock and the keys of now, and what a later
 * revocation knows the token by.
 *
 * <p>Two generations bound it: when the young one is full it becomes the old one, and what was not used since then goes.
 */
final class VerifiedTokens {

    /** Longer tokens are rare, and would let few of them take much memory. */
    static final int MAX_LENGTH = 2048;

    private final int generation;
    private volatile Map<String, Entry> young = new ConcurrentHashMap<>();
    private volatile Map<String, Entry> old = Map.of();

    /** Remembers {@code capacity} tokens at most. */
    VerifiedTokens(int capacity) {
        this.generation = capacity / 2;
    }

    /** What is known of a token; {@code key} has verified it, and is not trusted for ever. */
    record Entry(TokenSignature key, Lifetime lifetime, Caller caller, RevocableToken token) {}

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
