package com.fincloud.gateway.auth.token;

import java.nio.charset.StandardCharsets;

/**
 * The caller that a verified token identifies. {@code email} and {@code role} are the token's text; {@link #emailHeader()} and
 * {@link #roleHeader()} are the header values. No component contains control characters.
 *
 * @param userId the {@code sub} as a canonical decimal integer, for instance {@code 42}
 * @param email empty if the token has none
 * @param role {@code user} if the token has none
 */
public record Caller(String userId, String email, String role) {

    /** The email as a header value. */
    public String emailHeader() {
        return headerValue(email);
    }

    /** The role as a header value. */
    public String roleHeader() {
        return headerValue(role);
    }

    /**
     * HTTP clients write header values as characters 0 to 255 (RFC 9110 section 5.5), so each character represents one byte of UTF-8. ASCII
     * does not change. Latin-1 characters are encoded as well, because otherwise a backend could not distinguish the two encodings.
     */
    private static String headerValue(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
