package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.KeyStatus;
import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.auth.token.TokenHeader;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, List<TokenIssuer>> byName = new HashMap<>();

    /** Creates it. {@code single} means that the only issuer verifies each token, whatever its {@code iss}. */
    TokenIssuers(List<TokenIssuer> issuers, boolean single) {
        this.all = List.copyOf(issuers);
        this.single = single;
        for (TokenIssuer issuer : issuers) {
            byName.computeIfAbsent(issuer.entry().claims().issuer(), name -> new ArrayList<>())
                    .add(issuer);
        }
    }

    List<TokenIssuer> all() {
        return all;
    }

    /** Verifies the signature of a token. */
    Match verified(String token, TokenHeader header, Map<String, @Nullable Object> claims) {
        GatewayException refusal = null;
        boolean unasked = false;
        for (TokenIssuer issuer : chosen(claims)) {
            if (!issuer.accepts(header.algorithm())) {
                continue;
            }
            TokenSignature key = issuer.keys().known(header.algorithm(), header.id());
            if (key == null) {
                unasked = true;
                continue;
            }
            GatewayException fault = fault(key, token);
            if (fault == null) {
                return new Match(issuer, key);
            }
            refusal = fault;
        }
        return unasked ? verifiedLater(token, header, claims, refusal) : refused(refusal);
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

    /** Asks the issuers that do not know the key, which may fetch their keys again: all at once, so that a token waits for one fetch. */
    private Match verifiedLater(
            String token,
            TokenHeader header,
            Map<String, @Nullable Object> claims,
            @Nullable GatewayException refusal) {
        GatewayException last = refusal;
        for (TokenIssuer issuer : chosen(claims)) {
            if (issuer.accepts(header.algorithm())) {
                issuer.keys().ask(header.algorithm(), header.id());
            }
        }
        for (TokenIssuer issuer : chosen(claims)) {
            if (!issuer.accepts(header.algorithm())
                    || (refusal != null && issuer.keys().known(header.algorithm(), header.id()) != null)) {
                continue;
            }
            try {
                TokenSignature key = issuer.keys().of(header.algorithm(), header.id());
                key.require(token);
                return new Match(issuer, key);
            } catch (GatewayException e) {
                // An issuer without keys may have signed the token, whatever the others say.
                if (last == null || e.error() == GatewayError.TOKEN_KEYS_UNAVAILABLE) {
                    last = e;
                }
            }
        }
        return refused(last);
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
