package com.fincloud.gateway.auth.token;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the roles from a token: a text, a list of texts, or the names of an object's members. */
public final class RolesClaim {

    private static final List<String> DEFAULT = List.of("user");

    /** The claims whose text is a list with blanks (RFC 8693 section 4.2). In other claims a blank belongs to the role. */
    private static final Set<String> LISTS_OF_WORDS = Set.of("scope", "scp");

    private final ClaimName claim;
    private final boolean single;

    /** Creates a reader. {@code single} accepts a text only. */
    public RolesClaim(ClaimName claim, boolean single) {
        this.claim = claim;
        this.single = single;
    }

    /** The roles in the order of the token, each once; {@code user} alone if there is none. */
    List<String> of(Map<String, @Nullable Object> claims) {
        Object value = claim.in(claims);
        if (value == null || "".equals(value)) {
            return DEFAULT;
        }
        if (value instanceof String text) {
            return LISTS_OF_WORDS.contains(claim.last()) ? words(text) : List.of(role(text));
        }
        if (single || !(value instanceof List<?> || value instanceof Map<?, ?>)) {
            throw TokenFault.CLAIM.refusal(claim.toString());
        }
        Set<String> roles = new LinkedHashSet<>();
        // The members of an object have no order (RFC 8259 section 4), so they are sorted.
        Iterable<?> names = value instanceof Map<?, ?> object ? new TreeSet<>(object.keySet()) : (List<?>) value;
        for (Object name : names) {
            if (!(name instanceof String text) || text.isEmpty()) {
                throw TokenFault.CLAIM.refusal(claim.toString());
            }
            roles.add(role(text));
        }
        return roles.isEmpty() ? DEFAULT : List.copyOf(roles);
    }

    private List<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        int from = 0;
        while (from < text.length()) {
            int blank = text.indexOf(' ', from);
            int end = blank < 0 ? text.length() : blank;
            if (end > from) {
                words.add(role(text.substring(from, end)));
            }
            from = end + 1;
        }
        return words.isEmpty() ? DEFAULT : new ArrayList<>(words);
    }

    /** A comma would make several roles of one in {@code X-User-Role}. */
    private String role(String text) {
        if (text.indexOf(',') >= 0 || !TokenClaims.isPlain(text)) {
            throw TokenFault.CLAIM.refusal(claim.toString());
        }
        return text;
    }
}
