package com.fincloud.gateway.http.header;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides which trailer fields pass the gateway. No field passes that a head must not have, and none that RFC 9110 section 6.5.1 forbids
 * there: a recipient that merges trailers into the head would take them for framing, routing, authentication or control data.
 */
public final class TrailerRules {

    private static final Set<String> FORBIDDEN = Set.of(
            // framing and content
            "content-length",
            "content-encoding",
            "content-type",
            "content-range",
            "content-location",
            // routing and request modifiers
            "host",
            "cache-control",
            "max-forwards",
            "pragma",
            "range",
            "accept",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range",
            // authentication
            "authorization",
            "cookie",
            "set-cookie",
            "www-authenticate",
            "authentication-info",
            "x-api-key",
            // control data of a response
            "age",
            "date",
            "expires",
            "location",
            "retry-after",
            "vary",
            "warning",
            "x-process-time");

    private TrailerRules() {}

    /** The fields of a client that the backend gets; {@code dropped} tells which lower-case names the head has lost for other reasons. */
    public static Map<String, String> toBackend(
            Map<String, String> fields, boolean trusted, Predicate<String> dropped) {
        Map<String, String> passed = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (isPossible(lower, value)
                    && !HeaderRules.dropFromClient(lower, Set.of(), trusted)
                    && !HeaderRules.overridesMethod(lower)
                    && !dropped.test(lower)) {
                passed.put(name, value);
            }
        });
        return passed;
    }

    /** The fields of a backend that the client gets; {@code dropped} tells which lower-case names the head has lost for other reasons. */
    public static Map<String, String> toClient(Map<String, String> fields, Predicate<String> dropped) {
        Map<String, String> passed = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (isPossible(lower, value)
                    && !HeaderRules.dropFromResponse(lower, Set.of())
                    && !HeaderRules.isOurs(lower)
                    && !lower.startsWith("x-ratelimit-")
                    && !lower.startsWith("ratelimit")
                    && !dropped.test(lower)) {
                passed.put(name, value);
            }
        });
        return passed;
    }

    private static boolean isPossible(String lower, String value) {
        return HttpToken.matches(lower) && !FORBIDDEN.contains(HeaderRules.dashed(lower)) && isText(value);
    }

    private static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }
}
