package com.fincloud.gateway.auth.token;

import org.jspecify.annotations.Nullable;

/** The keys that verify tokens. A token may name one of them, but never contains a key itself. */
public interface TokenKeys extends AutoCloseable {

    /**
     * The key for a token.
     *
     * @param id the token's {@code kid}; null if it has none
     * @throws com.fincloud.gateway.error.GatewayException TOKEN_INVALID if there is no such key
     */
    TokenSignature of(@Nullable String id);

    /** Whether a key that has verified a token is still valid. */
    boolean trusts(TokenSignature key);

    /** Starts the background work of these keys, if there is any. */
    default void start() {}

    @Override
    default void close() {}
}
