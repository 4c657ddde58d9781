package com.fincloud.gateway.auth.token;

import java.util.List;

/** Reads {@code Authorization: Bearer <token>} (RFC 6750 section 2.1). */
public final class BearerToken {

    private static final String SCHEME = "bearer";
    private static final int MAX_LENGTH = 16 * 1024;

    private BearerToken() {}

    /** The token after the scheme, not yet verified. */
    public static String of(List<String> authorization) {
        if (authorization.isEmpty()) {
            throw TokenFault.MISSING.refusal();
        }
        // Two headers are refused, because a backend or a proxy may choose a different one than the gateway.
        if (authorization.size() > 1) {
            throw TokenFault.MALFORMED.refusal();
        }
        String token = credentials(authorization.get(0));
        if (token.isEmpty()) {
            throw TokenFault.MISSING.refusal();
        }
        if (token.length() > MAX_LENGTH) {
            throw TokenFault.MALFORMED.refusal();
        }
        return token;
    }

    /** The text after the scheme and its blanks; empty for any other scheme. */
    private static String credentials(String value) {
        int start = blanksEnd(value, 0);
        int end = start + SCHEME.length();
        boolean bearer = value.regionMatches(true, start, SCHEME, 0, SCHEME.length())
                && (end == value.length() || isBlank(value.charAt(end)));
        if (!bearer) {
            return "";
        }
        int from = blanksEnd(value, end);
        int to = value.length();
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static int blanksEnd(String value, int from) {
        int index = from;
        while (index < value.length() && isBlank(value.charAt(index))) {
            index++;
        }
        return index;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
