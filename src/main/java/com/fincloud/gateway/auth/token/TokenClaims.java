package com.fincloud.gateway.auth.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the claims of a token after its signature and lifetime (RFC 7519 section 4), and reads the caller from them.
 *
 * @param issuer tokens must have this {@code iss}; empty for any
 * @param audiences tokens must have one of these in {@code audience}; empty for any
 * @param audience the claim that says for whom a token is: {@code aud}, unless an issuer puts it elsewhere
 */
public record TokenClaims(
        String issuer,
        List<String> audiences,
        ClaimName audience,
        AccessTokenRule type,
        UserClaim user,
        ClaimName email,
        RolesClaim roles) {

    /** Copies the list. */
    public TokenClaims {
        audiences = List.copyOf(audiences);
    }

    /** The caller of a token with this header and these claims. */
    public Caller caller(Map<String, @Nullable Object> header, Map<String, @Nullable Object> claims) {
        if (!issuer.isEmpty() && !issuer.equals(claims.get("iss"))) {
            throw TokenFault.ISSUER.refusal("iss");
        }
        if (!audiences.isEmpty() && !isForAudience(audience.in(claims))) {
            throw TokenFault.AUDIENCE.refusal(audience.toString());
        }
        type.require(header, claims);
        return new Caller(user.of(claims), email(claims), roles.of(claims));
    }

    /** Whether the claim is one of our audiences, or an array that contains one (RFC 7519 section 4.1.3). */
    private boolean isForAudience(@Nullable Object claim) {
        if (claim instanceof List<?> list) {
            return list.stream().allMatch(String.class::isInstance)
                    && list.stream().anyMatch(audiences::contains);
        }
        return claim instanceof String text && audiences.contains(text);
    }

    /** The text of a claim that becomes a header. A null claim counts as absent, as for the user. */
    private String email(Map<String, @Nullable Object> claims) {
        Object value = email.in(claims);
        if (value == null) {
            return "";
        }
        if (value instanceof String text && isPlain(text)) {
            return text;
        }
        throw TokenFault.CLAIM.refusal(email.toString());
    }

    /** Whether a text can be a header value: an unpaired surrogate has no UTF-8 encoding. */
    static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
