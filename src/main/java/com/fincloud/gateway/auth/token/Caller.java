package com.fincloud.gateway.auth.token;

import java.nio.charset.StandardCharsets;

/**
 * Who is calling, as a verified token says. {@code email} and {@code role} are the token's text; what goes into a header is
 * {@link #emailHeader()} and {@link #roleHeader()}. No component has control characters.
 *
 * @param userId the {@code sub} as a canonical decimal integer, for instance {@code 42}
 * @param email empty when the token has none
 * @param role {@code user} when the token has none
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
     * Header values are bytes that HTTP clients write as chars 0 to 255 (RFC 9110 section 5.5), so the chars stand for the bytes of
     * UTF-8. ASCII stays as it is; Latin-1 is encoded too, or a backend could not tell the two apart.
     */
    private static String headerValue(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
