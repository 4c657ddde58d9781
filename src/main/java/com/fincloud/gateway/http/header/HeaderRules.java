package com.fincloud.gateway.http.header;

import com.fincloud.gateway.settings.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which headers stay on their side of the gateway. Names are compared in lower case. */
public final class HeaderRules {

    /**
     * Hop-by-hop headers (RFC 9110 section 7.6.1); {@code Expect}, which the gateway answers itself; and {@code Proxy}, which no standard
     * knows, and a script takes for {@code HTTP_PROXY} (CVE-2016-5385).
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

    /** Headers of which only the gateway knows the truth. */
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

    /** Headers that say what the message's framing and target are. */
    private static final Set<String> FRAMING = Set.of("content-length", "host");

    /** By which Rails, Symfony, Spring, ASP.NET and others dispatch a POST as another method. */
    private static final Set<String> METHOD_OVERRIDES =
            Set.of("x-http-method-override", "x-http-method", "x-method-override");

    /** All of which a request has none of its client's. */
    private static final Set<String> KEPT =
            Stream.of(HOP_BY_HOP, OURS, FRAMING).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private HeaderRules() {}

    /** Whether only the gateway knows the truth of a header of this lower-case name. */
    public static boolean isOurs(String name) {
        return OURS.contains(name);
    }

    /** Whether a header of this lower-case name is kept from the backend, whoever sends it. */
    public static boolean dropFromRequest(String name, Set<String> nominated) {
        return isKept(name, dashed(name), nominated);
    }

    /**
     * Whether a client's header of this lower-case name is kept from the backend. A trusted proxy may say more than others, but not who
     * the user is: that is the token's to say. The same holds for trailers.
     */
    public static boolean dropFromClient(String name, Set<String> nominated, boolean trusted) {
        String dashed = dashed(name);
        return isKept(name, dashed, nominated)
                || dashed.startsWith("x-user-")
                || (!trusted && ProxyHeaders.contains(dashed));
    }

    /** Whether a header of this lower-case name names another method than the request line, by which a backend may dispatch. */
    public static boolean overridesMethod(String name) {
        return METHOD_OVERRIDES.contains(dashed(name));
    }

    private static boolean isKept(String name, String dashed, Set<String> nominated) {
        return KEPT.contains(dashed) || isCamel(name) || (!nominated.isEmpty() && nominated.contains(name));
    }

    /**
     * The name as a server reads it that makes a variable of it: there {@code X_User.ID}, {@code X-User-ID} and more are one (RFC 3875
     * section 4.1.18).
     */
    private static String dashed(String name) {
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

    private static boolean isOdd(char c) {
        return c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9');
    }

    /** Whether a backend's header of this lower-case name is kept from the client. */
    public static boolean dropFromResponse(String name, Set<String> nominated) {
        return HOP_BY_HOP.contains(name)
                || isCamel(name)
                || name.startsWith("access-control-")
                || nominated.contains(name);
    }

    /**
     * Whether a header of this lower-case name is the gateway's, the connection's or Camel's business alone, in a request or in an
     * answer: no route may set or remove it.
     */
    public static boolean isReserved(String name) {
        String dashed = name.replace('_', '-');
        return dropFromRequest(dashed, Set.of())
                || dashed.startsWith("x-user-")
                || dashed.startsWith("x-forwarded-")
                || dashed.startsWith("x-ratelimit-")
                || dashed.equals("x-process-time")
                || dashed.startsWith("access-control-");
    }

    /** Whether a header of this lower-case name belongs to Camel. */
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
