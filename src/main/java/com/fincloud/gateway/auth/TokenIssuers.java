package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.jwks.KeyWait;
import com.fincloud.gateway.auth.token.KeyStatus;
import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.auth.token.TokenHeader;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The issuers in use. The {@code iss} of a token, which is not verified at that point, only chooses entries; the signature decides, and a
 * key verifies tokens of its own entry and algorithm alone (RFC 8725 sections 3.1 and 3.8).
 */
final class TokenIssuers {

    /** The issuer that a signature belongs to, and the key that has verified it. */
    record Match(TokenIssuer issuer, TokenSignature key) {}

    private final List<TokenIssuer> all;
    private final boolean single;
    private final KeyWait wait;
    private final Map<String, List<TokenIssuer>> byName = new HashMap<>();

    /** Creates it. {@code single} means that the only issuer verifies each token, whatever its {@code iss}. */
    TokenIssuers(List<TokenIssuer> issuers, boolean single, KeyWait wait) {
        this.all = List.copyOf(issuers);
        this.single = single;
        this.wait = wait;
        for (TokenIssuer issuer : issuers) {
            byName.computeIfAbsent(issuer.entry().claims().issuer(), name -> new ArrayList<>())
                    .add(issuer);
        }
    }

    List<TokenIssuer> all() {
        return all;
    }

    /** Verifies the signature of a token. May wait for fetches of keys. */
    Match verified(String token, TokenHeader header, Map<String, @Nullable Object> claims) {
        GatewayException refusal = null;
        List<TokenIssuer> open = new ArrayList<>(0);
        for (TokenIssuer issuer : chosen(claims)) {
            if (!issuer.accepts(header.algorithm())) {
                continue;
            }
            TokenSignature key = issuer.keys().known(header.algorithm(), header.id());
            if (key == null) {
                open.add(issuer);
                continue;
            }
            GatewayException fault = fault(key, token);
            if (fault == null) {
                return new Match(issuer, key);
            }
            refusal = fault;
        }
        return open.isEmpty() ? refused(refusal) : verifiedLater(token, header, open, refusal);
    }

    /**
     * Verifies the signature of a token with the keys that are known now, without waiting.
     *
     * @return null if no known key has verified it, and an issuer that may have signed it has no key at all
     * @throws GatewayException if the signature is of none of the keys
     */
    @Nullable
    Match verifiedNow(String token, TokenHeader header, Map<String, @Nullable Object> claims) {
        GatewayException refusal = null;
        boolean open = false;
        for (TokenIssuer issuer : chosen(claims)) {
            if (!issuer.accepts(header.algorithm())) {
                continue;
            }
            TokenSignature key = issuer.keys().known(header.algorithm(), header.id());
            if (key == null) {
                open |= issuer.keys().status().state() == KeyStatus.State.UNKNOWN;
                continue;
            }
            refusal = fault(key, token);
            if (refusal == null) {
                return new Match(issuer, key);
            }
        }
        return open ? null : refused(refusal);
    }

    /**
     * Asks issuers that do not know the key, which may fetch their keys again. The token is accepted as soon as one of them has its key, and
     * the others do not delay it.
     */
    private Match verifiedLater(
            String token, TokenHeader header, List<TokenIssuer> unsure, @Nullable GatewayException refusal) {
        List<CompletableFuture<Void>> fetches = new ArrayList<>();
        for (TokenIssuer issuer : unsure) {
            CompletableFuture<Void> fetch = issuer.keys().ask(header.algorithm(), header.id());
            if (fetch != null) {
                fetches.add(fetch);
            }
        }
        List<TokenIssuer> open = new ArrayList<>(unsure);
        Supplier<@Nullable Match> attempt = () -> tried(token, header, open);
        Match match = wait.await(fetches, attempt);
        return match == null ? refused(reason(token, header, unsure, refusal)) : match;
    }

    /** Tries the issuers that know the key by now, each once. */
    private static @Nullable Match tried(String token, TokenHeader header, List<TokenIssuer> open) {
        for (Iterator<TokenIssuer> issuers = open.iterator(); issuers.hasNext(); ) {
            TokenIssuer issuer = issuers.next();
            TokenSignature key = issuer.keys().known(header.algorithm(), header.id());
            if (key != null) {
                if (fault(key, token) == null) {
                    return new Match(issuer, key);
                }
                issuers.remove();
            }
        }
        return null;
    }

    /** The reason for which no issuer's entry has verified a token. */
    private static @Nullable GatewayException reason(
            String token, TokenHeader header, List<TokenIssuer> issuers, @Nullable GatewayException refusal) {
        GatewayException last = refusal;
        for (TokenIssuer issuer : issuers) {
            try {
                issuer.keys().of(header.algorithm(), header.id()).require(token);
            } catch (GatewayException e) {
                // An issuer without keys may have signed the token, whatever the others say.
                if (last == null || e.error() == GatewayError.TOKEN_KEYS_UNAVAILABLE) {
                    last = e;
                }
            }
        }
        return last;
    }

    private static @Nullable GatewayException fault(TokenSignature key, String token) {
        try {
            key.require(token);
            return null;
        } catch (GatewayException e) {
            return e;
        }
    }

    private static Match refused(@Nullable GatewayException reason) {
        throw reason == null ? TokenFault.HEADER.refusal() : reason;
    }

    private List<TokenIssuer> chosen(Map<String, @Nullable Object> claims) {
        if (single) {
            return all;
        }
        Object name = claims.containsKey("iss") ? claims.get("iss") : "";
        boolean named = !claims.containsKey("iss") || (name instanceof String text && !text.isEmpty());
        List<TokenIssuer> chosen = named ? byName.get(name) : null;
        if (chosen == null) {
            throw TokenFault.ISSUER.refusal("iss");
        }
        return chosen;
    }
}
