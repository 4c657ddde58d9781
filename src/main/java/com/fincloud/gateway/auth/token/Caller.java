package com.fincloud.gateway.auth.token;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The caller that a verified token or key identifies. {@code email} and {@code roles} are the token's text; {@link #emailHeader()} and
 * {@link #roleHeader()} are the header values. No component contains control characters, and no role a comma.
 *
 * @param userId the user in visible ASCII, as in {@code X-User-ID}, limits, caches, revocations and logs: {@code 42}, {@code staff:42}
 * @param email empty if there is none
 * @param roles at least one; {@code user} if the token has none
 */
public record Caller(String userId, String email, List<String> roles) {

    private static final int MOST_DIGITS = Long.toString(Long.MAX_VALUE).length();

    /** Copies the roles. */
    public Caller {
        roles = List.copyOf(roles);
    }

    /** Whether the caller has at least one of these roles. */
    public boolean hasOneOf(Set<String> wanted) {
        for (int i = 0; i < roles.size(); i++) {
            if (wanted.contains(roles.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** The user for a log line: a {@link Long} if it is an integer of 64 bits as it prints, otherwise the text. */
    public Object loggedId() {
        return isCanonicalLong(userId) ? Long.valueOf(userId) : userId;
    }

    /** The email as a header value. */
    public String emailHeader() {
        return headerValue(email);
    }

    /** The roles as a header value, joined by commas. */
    public String roleHeader() {
        return headerValue(roles.size() == 1 ? roles.get(0) : String.join(",", roles));
    }

    /** Whether {@code text} is the canonical form of a long, so that backends never see one user under two spellings. */
    static boolean isCanonicalLong(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - from;
        if (digits < 1 || digits > MOST_DIGITS || (text.charAt(from) == '0' && text.length() > 1)) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        if (digits < MOST_DIGITS) {
            return true;
        }
        String last = Long.toString(from == 1 ? Long.MIN_VALUE : Long.MAX_VALUE).substring(from);
        return text.substring(from).compareTo(last) <= 0;
    }

    /**
     * HTTP clients write header values as characters 0 to 255 (RFC 9110 section 5.5), so each character represents one byte of UTF-8. ASCII
     * does not change. Latin-1 characters are encoded as well, because otherwise a backend could not distinguish the two encodings.
     */
    private static String headerValue(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
