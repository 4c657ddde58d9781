package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.KeyStatus;
import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.auth.token.TokenKeys;
import com.fincloud.gateway.auth.token.TokenSignature;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of the settings, by the names of its algorithm. It ignores a token's {@code kid}, which is only a hint for choosing among several
 * keys (RFC 7515 section 4.1.4).
 */
final class ConfiguredKeys implements TokenKeys {

    private final Map<String, TokenSignature> keys;

    ConfiguredKeys(Map<String, TokenSignature> keys) {
        this.keys = Map.copyOf(keys);
    }

    @Override
    public @Nullable TokenSignature known(String algorithm, @Nullable String id) {
        return keys.get(algorithm);
    }

    @Override
    public TokenSignature of(String algorithm, @Nullable String id) {
        TokenSignature key = keys.get(algorithm);
        if (key == null) {
            throw TokenFault.HEADER.refusal();
        }
        return key;
    }

    @Override
    public boolean trusts(TokenSignature other) {
        return true;
    }

    @Override
    public KeyStatus status() {
        return new KeyStatus(KeyStatus.State.CONFIGURED, 1, null);
    }
}
