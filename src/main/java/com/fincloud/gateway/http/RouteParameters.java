package com.fincloud.gateway.http;

import com.fincloud.gateway.http.path.PercentDecoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request for the steps of its route: the {@code {name}} segments of the path, and the query. Steps read them by
 * {@code ${path.name}} and {@code ${query.name}}. None of them is sent to a backend or to the client as a header field.
 */
public final class RouteParameters {

    /** The prefix of route properties with the default values of query parameters that a rest declares. */
    public static final String DEFAULT = "queryDefault.";

    private final @Nullable String rawQuery;
    private final Map<String, String> path = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Map<String, String> defaults = Map.of();
    private volatile @Nullable Map<String, List<String>> query;

    RouteParameters(@Nullable String rawQuery) {
        this.rawQuery = rawQuery;
    }

    /** The default values of query parameters among the properties of a route. */
    public static Map<String, String> defaultsIn(Map<String, Object> properties) {
        Map<String, String> defaults = new HashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(DEFAULT)) {
                defaults.put(name.substring(DEFAULT.length()), String.valueOf(value));
            }
        });
        return defaults;
    }

    /** Adds a segment of the path, decoded. The route's steps find it as a header, too, as Camel users expect. */
    public void addToPath(Message message, String name, String segment) {
        String value = PercentDecoding.segment(segment);
        path.put(name, value);
        message.setHeader(name, value);
    }

    /** Sets the values of query parameters that the client has not sent. */
    public void defaults(Map<String, String> values) {
        defaults = values;
    }

    /** The decoded segment of the path with that name; null if the route's path has none. */
    public @Nullable String inPath(String name) {
        return path.get(name);
    }

    /** Whether a header of the message is only a segment of the path. */
    @SuppressWarnings("ReferenceEquality") // the route may set an equal header itself
    public boolean isInPath(String name, @Nullable Object value) {
        return value != null && path.get(name) == value;
    }

    /** The first value of a query parameter, decoded; its default if the client has not sent it; null if there is none. */
    public @Nullable String first(String name) {
        List<String> values = sent().get(name);
        return values == null ? defaults.get(name) : values.get(0);
    }

    /** All values of a query parameter, decoded, in the order in which they were sent. */
    public List<String> all(String name) {
        List<String> values = sent().get(name);
        String value = defaults.get(name);
        return values != null ? values : value == null ? List.of() : List.of(value);
    }

    /** The query as it was sent, by decoded name. */
    public Map<String, List<String>> sent() {
        Map<String, List<String>> known = query;
        if (known == null) {
            known = parsed(rawQuery);
            query = known;
        }
        return known;
    }

    private static Map<String, List<String>> parsed(@Nullable String query) {
        Map<String, List<String>> parameters = new HashMap<>();
        int from = 0;
        while (query != null && from < query.length()) {
            int amp = query.indexOf('&', from);
            int to = amp < 0 ? query.length() : amp;
            int equals = query.indexOf('=', from);
            int end = equals < 0 || equals > to ? to : equals;
            if (end > from) {
                String value = end < to ? PercentDecoding.form(query.substring(end + 1, to)) : "";
                parameters
                        .computeIfAbsent(PercentDecoding.form(query.substring(from, end)), name -> new ArrayList<>(1))
                        .add(value);
            }
            from = to + 1;
        }
        return parameters;
    }
}
