package com.fincloud.gateway.auth.issuer;

import com.fincloud.gateway.auth.token.TokenClaims;

/**
 * An issuer whose tokens the gateway accepts.
 *
 * @param name its name in logs, health and metrics
 * @param keys where its keys come from, and the algorithms
 * @param claims the check of its tokens' claims. Its {@code issuer} chooses the entry for a token; empty for tokens without {@code iss}
 */
public record IssuerEntry(String name, KeySource keys, TokenClaims claims) {}
