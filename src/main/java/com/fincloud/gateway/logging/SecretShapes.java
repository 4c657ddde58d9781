package com.fincloud.gateway.logging;

import java.util.List;

/**
 * Masks text that looks like a secret: the value after the name of a sensitive field, a bearer token, Basic credentials, a signed token
 * (RFC 7515), and the user information and the query of a URI (RFC 3986). It works by index in one pass; each look-ahead is bounded or its
 * text is skipped.
 */
final class SecretShapes {

    /** Names of fields whose values are masked. Each also matches the end of a longer name. */
    private static final List<String> FIELDS = List.of(
            "authorization", "x-api-key", "cookie", "sec-websocket-protocol", "camelhttpquery", "camelhttprawquery");

    private static final List<String> SCHEMES = List.of("bearer", "basic", "apikey");
    private static final String MASK = Masking.MASK;
    private static final int LONGEST_NAME = 64;

    private final String text;
    private final int length;
    private final StringBuilder masked;
    private int at;
    private int copied;
    private boolean inPath;

    private SecretShapes(String text) {
        this.text = text;
        this.length = text.length();
        this.masked = new StringBuilder(length);
    }

    /** The text with three asterisks in place of each secret. */
    static String mask(String text) {
        return new SecretShapes(text).masked();
    }

    private String masked() {
        boolean word = false;
        while (at < length) {
            char c = text.charAt(at);
            boolean letter = isLetterOrDigit(c);
            if (letter && !word && maskWord(c)) {
                word = false;
            } else if (c == '?' && inPath) {
                hide(at + 1, endOfQuery(at + 1));
            } else if (c == ':' && text.startsWith("://", at)) {
                maskUserInfo(at + 3);
                inPath = true;
            } else {
                inPath = !isEndOfUri(c) && (inPath || c == '/' || c == ':');
                word = letter;
                at++;
            }
        }
        return copied == 0 ? text : masked.append(text, copied, length).toString();
    }

    private boolean maskWord(char c) {
        if (c == 'e' && text.startsWith("eyJ", at)) {
            return maskToken();
        }
        for (String field : FIELDS) {
            if (text.regionMatches(true, at, field, 0, field.length())) {
                return maskField(at + field.length());
            }
        }
        for (String scheme : SCHEMES) {
            int blank = at + scheme.length();
            if (text.regionMatches(true, at, scheme, 0, scheme.length())
                    && blank < length
                    && text.charAt(blank) == ' ') {
                return maskCredentials(blank + 1, scheme);
            }
        }
        return false;
    }

    private boolean maskToken() {
        int end = at;
        int dots = 0;
        while (end < length && (isLetterOrDigit(text.charAt(end)) || "-_.".indexOf(text.charAt(end)) >= 0)) {
            dots += text.charAt(end) == '.' ? 1 : 0;
            end++;
        }
        if (dots == 0 && end - at < 20) {
            return false;
        }
        hide(at, end);
        return true;
    }

    /**
     * Masks the value of a field. {@code start} is the offset after the name. The value follows an equals sign or a colon, possibly in
     * quotes or brackets.
     */
    private boolean maskField(int start) {
        int i = start;
        while (i < length && i < start + 8 && "\"' ".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        if (i == length || "=:".indexOf(text.charAt(i)) < 0) {
            return false;
        }
        do {
            i++;
        } while (i < length && text.charAt(i) == ' ');
        if (i == length || isLineEnd(text.charAt(i))) {
            return false;
        }
        int end = endOfValue(i);
        if (end == i) {
            return false;
        }
        hide(i, end);
        return true;
    }

    private int endOfValue(int start) {
        char first = text.charAt(start);
        char closing = first == '[' ? ']' : first == '"' || first == '\'' ? first : 0;
        int i = closing == 0 ? start : start + 1;
        while (i < length) {
            char c = text.charAt(i);
            if (isLineEnd(c) || (closing == 0 && (c == '}' || (c == ',' && nameFollows(i + 1))))) {
                return i;
            }
            if (closing != 0 && c == closing) {
                return i + 1;
            }
            i++;
        }
        return i;
    }

    /** Whether the next entry of a map begins: a blank, a name and an equals sign. */
    private boolean nameFollows(int comma) {
        if (comma >= length || text.charAt(comma) != ' ') {
            return false;
        }
        int i = comma + 1;
        while (i < length && i < comma + LONGEST_NAME) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && "-_.".indexOf(c) < 0) {
                break;
            }
            i++;
        }
        return i > comma + 1 && i < length && (text.charAt(i) == '=' || text.charAt(i) == ':');
    }

    private boolean maskCredentials(int start, String scheme) {
        int end = start;
        boolean plain = true; // the word after "basic" in a sentence is not base64
        while (end < length && (isLetterOrDigit(text.charAt(end)) || "-._~+/=".indexOf(text.charAt(end)) >= 0)) {
            char c = text.charAt(end++);
            plain = plain && c >= 'a' && c <= 'z';
        }
        if (end == start || (plain && (scheme.equals("basic") || end - start < 8))) {
            return false;
        }
        hide(start, end);
        return true;
    }

    private void maskUserInfo(int start) {
        int end = start;
        int last = -1;
        while (end < length && "/?# \t\r\n\"'<>".indexOf(text.charAt(end)) < 0) {
            if (text.charAt(end) == '@') {
                last = end;
            }
            end++;
        }
        if (last > start) {
            hide(start, last);
        } else {
            at = start;
        }
    }

    private int endOfQuery(int start) {
        int end = start;
        while (end < length && !isEndOfUri(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Replaces the text between the offsets by three asterisks, and continues after it. */
    private void hide(int from, int to) {
        if (to > from && !(to - from == MASK.length() && text.startsWith(MASK, from))) {
            masked.append(text, copied, from).append(MASK);
            copied = to;
        }
        at = to;
    }

    private static boolean isEndOfUri(char c) {
        return c <= ' ' || "\"'<>)]}".indexOf(c) >= 0;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
