package com.fincloud.gateway.http.path;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;

/**
 * Refuses a path that a backend could interpret differently from the gateway (RFC 3986 section 6.2.2.3, RFC 9110 section 17): dot segments
 * in any spelling, backslashes, control characters, broken percent-encoding and overlong UTF-8. An accepted path is not changed.
 * {@link PathReadings} lists the remaining readings of a path.
 */
public final class PathGuard {

    /** The maximum number of segments in a path, which bounds the work of code that visits each segment. */
    static final int MAX_SEGMENTS = 256;

    private PathGuard() {}

    /**
     * Checks a raw path.
     *
     * @return whether the path may have other readings: it has a percent sign, a semicolon or a doubled slash
     * @throws GatewayException {@link GatewayError#MALFORMED_PATH} if the path must not reach a backend
     */
    public static boolean check(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            throw refuse();
        }
        boolean readings = false;
        int segments = 0;
        int dots = 0;
        boolean onlyDots = true;
        boolean inParameters = false;
        int previous = '/';
        for (int i = 1; i <= path.length(); i++) {
            int c = i == path.length() ? '/' : path.charAt(i);
            if (c == '%') {
                c = decode(path, i);
                i += 2;
                readings = true;
            }
            if (c < 0x20 || c == 0x7f || c == '\\' || isOverlong(previous, c)) {
                throw refuse();
            }
            if (c == '/') {
                readings |= previous == '/' && i < path.length();
                if (++segments > MAX_SEGMENTS || (onlyDots && (dots == 1 || dots == 2))) {
                    throw refuse();
                }
                dots = 0;
                onlyDots = true;
                inParameters = false;
            } else if (c == ';') {
                inParameters = true;
                readings = true;
            } else if (!inParameters) {
                dots += c == '.' ? 1 : 0;
                onlyDots &= c == '.';
            }
            previous = c;
        }
        return readings;
    }

    /** Whether these bytes begin a UTF-8 sequence that is longer than its character needs (RFC 3629 section 3). */
    private static boolean isOverlong(int first, int second) {
        return second == 0xc0
                || second == 0xc1
                || (first == 0xe0 && (second & 0xe0) == 0x80)
                || (first == 0xf0 && (second & 0xf0) == 0x80);
    }

    private static int decode(String path, int at) {
        if (at + 2 >= path.length()) {
            throw refuse();
        }
        int high = Character.digit(path.charAt(at + 1), 16);
        int low = Character.digit(path.charAt(at + 2), 16);
        if (high < 0 || low < 0) {
            throw refuse();
        }
        return (high << 4) + low;
    }

    private static GatewayException refuse() {
        return new GatewayException(GatewayError.MALFORMED_PATH);
    }
}
