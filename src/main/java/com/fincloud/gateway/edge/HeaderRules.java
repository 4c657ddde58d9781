package com.fincloud.gateway.edge;

import com.fincloud.gateway.settings.SettingsReader;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which headers stay on their side of the gateway. Names are compared in lower case. */
public final class HeaderRules {

    /** Hop-by-hop headers (RFC 9110 section 7.6.1), and {@code Expect}, which the gateway answers itself. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "expect",
            "keep-alive",
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

    private HeaderRules() {}

    /** Whether only the gateway knows the truth of a header of this lower-case name. */
    public static boolean isOurs(String name) {
        return OURS.contains(name);
    }

    /**
     * Whether a client's header of this lower-case name is kept from the backend; {@code _} counts as {@code -}, as many servers read
     * it so.
     */
    public static boolean dropFromRequest(String name, Set<String> nominated) {
        String dashed = name.indexOf('_') >= 0 ? name.replace('_', '-') : name;
        return HOP_BY_HOP.contains(dashed)
                || FRAMING.contains(dashed)
                || OURS.contains(dashed)
                || isCamel(name)
                || nominated.contains(name);
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
            SettingsReader.list(value).forEach(token -> names.add(token.toLowerCase(Locale.ROOT)));
        }
        return names;
    }
}
