package com.fincloud.gateway.auth.token;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of a token (RFC 7515 section 4.1, RFC 8725 section 3). The gateway decides how to verify, not the token.
 *
 * @param algorithm the {@code alg}, which is not checked yet
 * @param id the {@code kid}; null if there is none
 * @param parameters all parameters
 */
public record TokenHeader(String algorithm, @Nullable String id, Map<String, @Nullable Object> parameters) {

    /**
     * Parameters that contain a key or point to one, that change the signed bytes, or that declare nested content. {@code crit} requires
     * extensions, and the gateway supports none.
     */
    private static final List<String> REFUSED = List.of("crit", "b64", "zip", "cty", "jwk", "jku", "x5c", "x5u");

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    /** Checks a header's parameters. */
    public static TokenHeader of(Map<String, @Nullable Object> header) {
        if (!(header.get("alg") instanceof String algorithm) || !isAccessTokenType(header) || !isKeyIdText(header)) {
            throw TokenFault.HEADER.refusal();
        }
        for (String parameter : REFUSED) {
            if (header.containsKey(parameter)) {
                throw TokenFault.HEADER.refusal();
            }
        }
        return new TokenHeader(algorithm, header.get("kid") instanceof String id ? id : null, header);
    }

    /**
     * Whether the type is that of an access token. Media types are case-insensitive, and {@code application/} may be omitted (RFC 7515
     * section 4.1.9, RFC 9068 section 2.1).
     */
    private static boolean isAccessTokenType(Map<String, @Nullable Object> header) {
        return !header.containsKey("typ")
                || (header.get("typ") instanceof String type && TYPES.contains(type.toLowerCase(Locale.ROOT)));
    }

    /** Whether the {@code kid} is absent or a string (RFC 7515 section 4.1.4). This is checked even if there is only one key. */
    private static boolean isKeyIdText(Map<String, @Nullable Object> header) {
        return !header.containsKey("kid") || header.get("kid") instanceof String;
    }
}
