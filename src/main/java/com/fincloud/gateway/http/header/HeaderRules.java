package com.fincloud.gateway.http.header;

import com.fincloud.gateway.settings.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides which headers do not pass the gateway. Names are compared in lower case. */
public final class HeaderRules {

    /**
     * Hop-by-hop headers (RFC 9110 section 7.6.1). Also {@code Expect}, which the gateway answers itself, and the non-standard
     * {@code Proxy}, which CGI scripts read as {@code HTTP_PROXY} (CVE-2016-5385).
     */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "expect",
            "keep-alive",
            "proxy",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /** Headers that only the gateway may set. */
    private static final Set<String> OURS = Set.of(
            "x-user-id",
            "x-user-email",
            "x-user-role",
            "x-request-id",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "forwarded",
            "traceparent",
            "tracestate");

    /** Headers for the framing and the target of a message. */
    private static final Set<String> FRAMING = Set.of("content-length", "host");

    /** Headers that make Rails, Symfony, Spring, ASP.NET and other frameworks dispatch a POST as a different method. */
    private static final Set<String> METHOD_OVERRIDES =
            Set.of("x-http-method-override", "x-http-method", "x-method-override");

    /** All headers that a client's request never passes to a backend. */
    private static final Set<String> KEPT =
            Stream.of(HOP_BY_HOP, OURS, FRAMING).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private HeaderRules() {}

    /** Whether only the gateway may set a header with this lower-case name. */
    public static boolean isOurs(String name) {
        return OURS.contains(name);
    }

    /** Whether a header with this lower-case name is never sent to the backend, whatever its source. */
    public static boolean dropFromRequest(String name, Set<String> nominated) {
        return isKept(name, dashed(name), nominated);
    }

    /**
     * Whether a client's header with this lower-case name is not sent to the backend. A trusted proxy may send more headers than other
     * clients, but not the user's identity, which comes from the token only. The same applies to trailers.
     */
    public static boolean dropFromClient(String name, Set<String> nominated, boolean trusted) {
        String dashed = dashed(name);
        return isKept(name, dashed, nominated)
                || dashed.startsWith("x-user-")
                || (!trusted && ProxyHeaders.contains(dashed));
    }

    /** Whether a header with this lower-case name overrides the request line's method at some backends. */
    public static boolean overridesMethod(String name) {
        return METHOD_OVERRIDES.contains(dashed(name));
    }

    private static boolean isKept(String name, String dashed, Set<String> nominated) {
        return KEPT.contains(dashed) || isCamel(name) || (!nominated.isEmpty() && nominated.contains(name));
    }

    /**
     * The name with a dash for each character that is neither a letter nor a digit. A server that converts names to variables treats
     * {@code X_User.ID}, {@code X-User-ID} and similar names as equal (RFC 3875 section 4.1.18).
     */
    static String dashed(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isOdd(name.charAt(i))) {
                StringBuilder dashed = new StringBuilder(name);
                for (int j = i; j < name.length(); j++) {
                    if (isOdd(name.charAt(j))) {
                        dashed.setCharAt(j, '-');
                    }
                }
                return dashed.toString();
            }
        }
        return name;
    }

    /** Whether a server could read this lower-case name as {@code dashed}, for instance {@code x_api_key} as {@code x-api-key}. */
    public static boolean isSpellingOf(String name, String dashed) {
        return dashed(name).equals(dashed);
    }

    private static boolean isOdd(char c) {
        return c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9');
    }

    /** Whether a backend's header with this lower-case name is not sent to the client. */
    public static boolean dropFromResponse(String name, Set<String> nominated) {
        return HOP_BY_HOP.contains(name)
                || isCamel(name)
                || name.startsWith("access-control-")
                || nominated.contains(name);
    }

    /**
     * Whether a header with this lower-case name is reserved for the gateway, the connection or Camel, in requests or in responses. No
     * route may set or remove it.
     */
    public static boolean isReserved(String name) {
        String dashed = name.replace('_', '-');
        return dropFromRequest(dashed, Set.of())
                || dashed.startsWith("x-user-")
                || dashed.startsWith("x-forwarded-")
                || dashed.startsWith("x-ratelimit-")
                || dashed.equals("ratelimit")
                || dashed.equals("ratelimit-policy")
                || dashed.equals("x-process-time")
                || dashed.startsWith("access-control-");
    }

    /** Whether a header with this lower-case name belongs to Camel. */
    static boolean isCamel(String name) {
        return name.startsWith("camel") || name.startsWith("org.apache.camel");
    }

    /** The lower-case names that {@code Connection} headers nominate as hop-by-hop. */
    public static Set<String> nominated(List<String> connectionValues) {
        if (connectionValues.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : connectionValues) {
            Values.list(value).forEach(token -> names.add(token.toLowerCase(Locale.ROOT)));
        }
        return names;
    }
}
