package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.issuer.IssuerEntry;
import com.fincloud.gateway.auth.token.TokenKeys;
import com.fincloud.gateway.auth.token.TokenSignature;

/** An issuer with its keys, as long as its entry is in use. */
final class TokenIssuer {

    private final IssuerEntry entry;
    private final TokenKeys keys;
    private volatile boolean retired;

    TokenIssuer(IssuerEntry entry, TokenKeys keys) {
        this.entry = entry;
        this.keys = keys;
    }

    IssuerEntry entry() {
        return entry;
    }

    TokenKeys keys() {
        return keys;
    }

    boolean accepts(String algorithm) {
        return entry.keys().algorithms().contains(algorithm);
    }

    /** Whether a key that has verified a token of this issuer is still valid for it. */
    boolean trusts(TokenSignature key) {
        return !retired && keys.trusts(key);
    }

    /** The entry is no longer in use: tokens that it has accepted are checked again. */
    void retire() {
        retired = true;
    }
}
