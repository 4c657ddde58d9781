package com.fincloud.gateway.auth.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the claims of a token after its signature and lifetime (RFC 7519 section 4), and reads the caller from them. */
public final class TokenClaims {

    private static final String DEFAULT_ROLE = "user";
    private static final int LONGEST_ID = Long.toString(Long.MIN_VALUE).length();

    private final String issuer;
    private final String audience;

    /** Creates the check. Tokens must have {@code issuer} and {@code audience} unless these are empty. */
    public TokenClaims(String issuer, String audience) {
        this.issuer = issuer;
        this.audience = audience;
    }

    public Caller caller(Map<String, @Nullable Object> claims) {
        if (!issuer.isEmpty() && !issuer.equals(claims.get("iss"))) {
            throw TokenFault.ISSUER.refusal();
        }
        if (!audience.isEmpty() && !isForAudience(claims.get("aud"))) {
            throw TokenFault.AUDIENCE.refusal();
        }
        if (!"access".equals(claims.get("type"))) {
            throw TokenFault.TYPE.refusal();
        }
        String userId = userId(claims.get("sub"));
        String role = text(claims.get("role"));
        return new Caller(userId, text(claims.get("email")), role.isEmpty() ? DEFAULT_ROLE : role);
    }

    /** Whether the claim is our audience, or an array that contains it (RFC 7519 section 4.1.3). */
    private boolean isForAudience(@Nullable Object claim) {
        if (claim instanceof List<?> list) {
            return list.contains(audience) && list.stream().allMatch(String.class::isInstance);
        }
        return audience.equals(claim);
    }

    private static String userId(@Nullable Object subject) {
        if (subject == null || "".equals(subject)) {
            throw TokenFault.PAYLOAD.refusal();
        }
        String text = subject instanceof StrictJson.Num number ? number.text() : subject instanceof String id ? id : "";
        if (!isCanonicalLong(text)) {
            throw TokenFault.SUBJECT.refusal();
        }
        return text;
    }

    /** Whether {@code text} is the canonical form of a long, so that backends never see one user under two spellings. */
    private static boolean isCanonicalLong(String text) {
        try {
            return text.length() <= LONGEST_ID
                    && Long.toString(Long.parseLong(text)).equals(text);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The text of a claim that becomes a header. A null claim counts as absent, as for {@code sub}. */
    private static String text(@Nullable Object claim) {
        if (claim == null) {
            return "";
        }
        // An unpaired surrogate has no UTF-8 encoding.
        if (claim instanceof String text
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            return text;
        }
        throw TokenFault.CLAIM.refusal();
    }
}
