package com.fincloud.gateway.http.header;

/**
 * The characters of a method and of a field name (RFC 9110 section 5.6.2). A route can build either from a client's text. A character that
 * is not allowed in a token could end the line, and the rest of the text would become header lines or a request that the client controls.
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
