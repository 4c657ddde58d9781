package com.fincloud.gateway.auth.token;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the user from a token, and puts the namespace of the token's issuer in front. */
public final class UserClaim {

    /** OpenID Connect Core 1.0 section 2 limits a {@code sub} to this length. */
    private static final int MAX_LENGTH = 255;

    private final ClaimName claim;
    private final boolean text;
    private final String prefix;
    private final Set<String> foreign;

    /**
     * Creates a reader.
     *
     * @param text whether a user is any visible ASCII text, and not an integer
     * @param namespace stands in front of the user, with a colon; empty for none
     * @param foreign without a namespace: the namespaces of others, whose users these must not look like
     */
    public UserClaim(ClaimName claim, boolean text, String namespace, Set<String> foreign) {
        this.claim = claim;
        this.text = text;
        this.prefix = namespace.isEmpty() ? "" : namespace + ":";
        this.foreign = Set.copyOf(foreign);
    }

    /** The user with its namespace. */
    String of(Map<String, @Nullable Object> claims) {
        Object value = claim.in(claims);
        if (value == null || "".equals(value)) {
            throw TokenFault.PAYLOAD.refusal(claim.toString());
        }
        String user = value instanceof StrictJson.Num number ? number.text() : value instanceof String id ? id : "";
        boolean anyText = text && value instanceof String;
        boolean usable = anyText ? isVisible(user) : Caller.isCanonicalLong(user);
        if (!usable || (prefix.isEmpty() && isForeign(user))) {
            throw TokenFault.SUBJECT.refusal(claim.toString());
        }
        return prefix + user;
    }

    private static boolean isVisible(String user) {
        for (int i = 0; i < user.length(); i++) {
            if (user.charAt(i) <= ' ' || user.charAt(i) > '~') {
                return false;
            }
        }
        return user.length() <= MAX_LENGTH;
    }

    private boolean isForeign(String user) {
        int colon = user.indexOf(':');
        return colon >= 0 && foreign.contains(user.substring(0, colon));
    }
}
