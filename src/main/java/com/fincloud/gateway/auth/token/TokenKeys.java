package com.fincloud.gateway.auth.token;

import org.jspecify.annotations.Nullable;

/** The keys that verify tokens. A token names one at most; it never brings one along. */
public interface TokenKeys extends AutoCloseable {

    /**
     * The key for a token.
     *
     * @param id its {@code kid}, null when it has none
     * @throws com.fincloud.gateway.error.GatewayException TOKEN_INVALID when there is none
     */
    TokenSignature of(@Nullable String id);

    /** Whether a key that has verified a token would still be given for it. */
    boolean trusts(TokenSignature key);

    /** Begins to do what these keys do in the background. */
    default void start() {}

    @Override
    default void close() {}
}
