package com.fincloud.gateway.settings.env;

/** The escape sequences between double quotes in {@code .env}. A backslash before any other character stays. */
final class Escapes {

    private static final String LETTERS = "abfnrtv";
    private static final String CONTROLS = "\u0007\b\f\n\r\t\u000b";
    private static final int OCTAL_DIGITS = 3;

    private Escapes() {}

    /** The text with each sequence replaced. {@code \$} becomes {@code $$}, which an interpolation reads as a dollar sign. */
    static String expand(String text) {
        StringBuilder expanded = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '\\' || at + 1 == text.length()) {
                expanded.append(c);
                continue;
            }
            char next = text.charAt(at + 1);
            int letter = LETTERS.indexOf(next);
            int octal = next == '0' ? octal(text, at + 2) : -1;
            if (letter >= 0) {
                expanded.append(CONTROLS.charAt(letter));
                at++;
            } else if (next == '\\' || next == '"') {
                expanded.append(next);
                at++;
            } else if (next == '$') {
                expanded.append("$$");
                at++;
            } else if (octal >= 0) {
                expanded.append((char) octal);
                at += 1 + OCTAL_DIGITS;
            } else if (next == '0') {
                expanded.append(c); // docker compose drops the zero of a malformed number
                at++;
            } else {
                expanded.append(c);
            }
        }
        return expanded.toString();
    }

    /** The value of three octal digits, at most 255; -1 if there are none. */
    private static int octal(String text, int from) {
        int value = 0;
        for (int at = from; at < from + OCTAL_DIGITS; at++) {
            int digit = at < text.length() ? text.charAt(at) - '0' : -1;
            if (digit < 0 || digit > 7) {
                return -1;
            }
            value = value * 8 + digit;
        }
        return value <= 255 ? value : -1;
    }
}
