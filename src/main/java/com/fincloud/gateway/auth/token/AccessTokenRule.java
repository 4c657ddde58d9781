package com.fincloud.gateway.auth.token;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells access tokens from the ID tokens, refresh tokens and others that the same key signs (RFC 8725 section 3.12). An issuer names the
 * kind in a claim, or by the header's type (RFC 9068 section 2.1), or has claims that only access tokens have.
 */
public final class AccessTokenRule {

    private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt");

    /** Claims of ID tokens (OpenID Connect Core 1.0 sections 2 and 3.3.2.11), which no access token has. */
    private static final List<String> OF_ID_TOKENS = List.of("nonce", "at_hash", "c_hash");

    private final @Nullable ClaimName type;
    private final String value;
    private final List<ClaimName> evidence;

    /**
     * Creates the rule.
     *
     * @param type the claim that names the kind of a token; null if there is none
     * @param value what {@code type} has in an access token
     * @param evidence without {@code type}: claims of which an access token has at least one
     */
    public AccessTokenRule(@Nullable ClaimName type, String value, List<ClaimName> evidence) {
        this.type = type;
        this.value = value;
        this.evidence = List.copyOf(evidence);
    }

    /** Refuses a token that is not an access token. */
    void require(Map<String, @Nullable Object> header, Map<String, @Nullable Object> claims) {
        if (type != null) {
            if (!value.equals(type.in(claims))) {
                throw TokenFault.TYPE.refusal(type.toString());
            }
            return;
        }
        for (String name : OF_ID_TOKENS) {
            if (claims.containsKey(name)) {
                throw TokenFault.TYPE.refusal(name);
            }
        }
        if (!isDeclared(header) && evidence.stream().allMatch(claim -> isEmpty(claim.in(claims)))) {
            throw TokenFault.TYPE.refusal(
                    evidence.isEmpty() ? "typ" : evidence.get(0).toString());
        }
    }

    private static boolean isDeclared(Map<String, @Nullable Object> header) {
        return header.get("typ") instanceof String declared && TYPES.contains(declared.toLowerCase(Locale.ROOT));
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || "".equals(value)
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> object && object.isEmpty());
    }
}
