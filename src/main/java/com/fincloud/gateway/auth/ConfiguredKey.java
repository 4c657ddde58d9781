package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.TokenKeys;
import com.fincloud.gateway.auth.token.TokenSignature;
import org.jspecify.annotations.Nullable;

/**
 * The single key of the settings. It ignores a token's {@code kid}, which is only a hint for choosing among several keys (RFC 7515 section
 * 4.1.4).
 */
final class ConfiguredKey implements TokenKeys {

    private final TokenSignature key;

    ConfiguredKey(TokenSignature key) {
        this.key = key;
    }

    @Override
    public TokenSignature of(@Nullable String id) {
        return key;
    }

    @Override
    public boolean trusts(TokenSignature other) {
        return true;
    }
}
