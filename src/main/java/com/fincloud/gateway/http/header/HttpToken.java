package com.fincloud.gateway.http.header;

/**
 * The characters of a method and of a field name (RFC 9110 section 5.6.2). A route can make either of a client's text, and what is no
 * token would end the line that it stands in: the rest of the text would be header lines, or a request, of the client's own.
 */
public final class HttpToken {

    private static final String DELIMITERS = "\"(),/:;<=>?@[\\]{}";
    private static final boolean[] CHARACTERS = new boolean[0x7f];

    static {
        for (char c = '!'; c < CHARACTERS.length; c++) {
            CHARACTERS[c] = DELIMITERS.indexOf(c) < 0;
        }
    }

    private HttpToken() {}

    /** Whether a text is a token. */
    public static boolean matches(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= CHARACTERS.length || !CHARACTERS[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
