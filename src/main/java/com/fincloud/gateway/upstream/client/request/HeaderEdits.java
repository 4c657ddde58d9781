package com.fincloud.gateway.upstream.client.request;

import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.settings.value.Values;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The headers that a route removes from a message and then sets. A removal removes every header of this name, in any case. Setting a header
 * replaces all headers of this name. Other headers stay unchanged.
 *
 * @param removed names, compared case-insensitively
 * @param given values by name, in the order of the parameter
 */
public record HeaderEdits(Set<String> removed, Map<String, String> given) {

    public static final HeaderEdits NONE = new HeaderEdits(Set.of(), Map.of());

    /** A token of RFC 9110 without the asterisk, which would look like a pattern. */
    private static final String TOKEN = "[A-Za-z0-9!#$%&'+.^_`|~-]+";

    private static final String SET =
            "'Name: value' pairs with | between them; names of letters, digits and '-', each once, "
                    + "values of printable Latin-1 characters; ";
    private static final String REMOVE = "a comma list of header names; ";
    private static final String NOT_OURS =
            "none that the gateway itself or the connection sets: X-User-*, X-Request-ID, "
                    + "X-Forwarded-*, Forwarded, traceparent, tracestate, Host, Content-Length, Connection and the other hop-by-hop "
                    + "headers, X-RateLimit-*, RateLimit, RateLimit-Policy, X-Process-Time, Access-Control-*, Camel*";

    /**
     * Reads two parameters.
     *
     * @param kind {@code RequestHeaders} or {@code ResponseHeaders}, for the parameters' names
     * @throws IllegalArgumentException naming the parameter, its value and what is accepted
     */
    public static HeaderEdits of(String kind, String remove, String set) {
        if (remove.isBlank() && set.isBlank()) {
            return NONE;
        }
        Set<String> removed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Values.list(remove)) {
            Values.require(
                    name.matches(TOKEN) && !HeaderRules.isReserved(name.toLowerCase(Locale.ROOT)),
                    "remove" + kind,
                    remove,
                    REMOVE + NOT_OURS);
            removed.add(name);
        }
        Map<String, String> given = new LinkedHashMap<>();
        Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String pair : set.isBlank() ? new String[0] : set.split("\\|", -1)) {
            int colon = pair.indexOf(':');
            String name = colon < 0 ? "" : pair.substring(0, colon).strip();
            String value = pair.substring(colon + 1).strip();
            Values.require(
                    name.matches(TOKEN)
                            && !HeaderRules.isReserved(name.toLowerCase(Locale.ROOT))
                            && value.matches("[\\x20-\\x7e\\xa0-\\xff]+")
                            && seen.put(name, value) == null,
                    "set" + kind,
                    set,
                    SET + NOT_OURS);
            given.put(name, value);
        }
        removed.addAll(given.keySet());
        return new HeaderEdits(removed, given);
    }

    /** Whether a message's header of this name, in any case, is removed or replaced. */
    public boolean drops(String name) {
        return !removed.isEmpty() && removed.contains(name);
    }

    /** Passes each header that is set to {@code header}. */
    public void forEachSet(BiConsumer<String, String> header) {
        given.forEach(header);
    }
}
