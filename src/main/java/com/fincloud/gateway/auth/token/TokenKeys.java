package com.fincloud.gateway.auth.token;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The keys that verify the tokens of one issuer. A token may name one of them, but never contains a key itself. */
public interface TokenKeys extends AutoCloseable {

    /**
     * The key for a token, if it is known. Does not wait.
     *
     * @param algorithm the token's {@code alg}: a key verifies only tokens of its own algorithm
     * @param id the token's {@code kid}; null if it has none
     */
    @Nullable
    TokenSignature known(String algorithm, @Nullable String id);

    /**
     * Starts a fetch if the key is not known and a fetch may find it. Does not wait.
     *
     * @return the end of the fetch that is in progress; null if there is no fetch that may find the key
     */
    default @Nullable CompletableFuture<Void> ask(String algorithm, @Nullable String id) {
        return null;
    }

    /**
     * The key for a token. Does not wait.
     *
     * @throws com.fincloud.gateway.error.GatewayException TOKEN_INVALID if there is no such key, TOKEN_KEYS_UNAVAILABLE if there is no key
     *     at all yet
     */
    TokenSignature of(String algorithm, @Nullable String id);

    /** Whether a key that has verified a token is still valid. */
    boolean trusts(TokenSignature key);

    /** What is known of these keys. */
    KeyStatus status();

    /** Starts the background work of these keys, if there is any. */
    default void start() {}

    @Override
    default void close() {}
}
