package com.fincloud.gateway.http;

import com.fincloud.gateway.settings.value.Values;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that a route declares by its route properties: {@code service}, {@code roles}, {@code limitPerMinute},
 * {@code limitPerHour}, {@code maxBody}, {@code webSocket}, {@code cost}.
 *
 * @param routeId the route's id
 * @param service name of the backend service in logs and metrics; empty if the route has none
 * @param roles a caller needs one of these roles; empty means every caller
 * @param limitPerMinute the route's own limit in requests; 0 means the gateway's limit
 * @param limitPerHour the route's own limit in requests; 0 means the gateway's limit
 * @param maxBody the largest request body in bytes; 0 means the gateway's limit
 * @param webSocket whether clients may open WebSockets
 * @param cost the number of requests as which a request counts, at least 1
 */
public record RouteAttributes(
        String routeId,
        String service,
        Set<String> roles,
        int limitPerMinute,
        int limitPerHour,
        long maxBody,
        boolean webSocket,
        int cost) {

    /** The attributes of a request that no route serves. */
    public static final RouteAttributes NONE = new RouteAttributes("", "", Set.of(), 0, 0, 0, false, 1);

    /** The bound of RATE_LIMIT_PER_MINUTE and RATE_LIMIT_PER_HOUR. */
    private static final int MAX_LIMIT = 1_000_000_000;

    private static final int MAX_COST = 1000;

    /** Copies the roles. */
    public RouteAttributes {
        roles = Set.copyOf(roles);
    }

    /** Whether the route counts its requests separately. */
    public boolean hasOwnLimits() {
        return limitPerMinute > 0 || limitPerHour > 0;
    }

    /**
     * Reads a route's properties.
     *
     * @throws IllegalArgumentException naming the property that has an impossible value
     */
    public static RouteAttributes of(Route route) {
        return of(RouteVersion.publicId(route.getId()), route.getProperties());
    }

    /**
     * Reads route properties.
     *
     * @throws IllegalArgumentException naming the property that has an impossible value
     */
    public static RouteAttributes of(String routeId, Map<String, ?> properties) {
        return new RouteAttributes(
                routeId,
                text(properties, "service"),
                roles(properties),
                limit(properties, "limitPerMinute"),
                limit(properties, "limitPerHour"),
                maxBody(properties),
                text(properties, "webSocket").equals("true"),
                cost(properties));
    }

    private static String text(Map<String, ?> properties, String key) {
        @Nullable Object value = properties.get(key);
        return value == null ? "" : value.toString().strip();
    }

    /** The roles; a list that names none would open the route to everybody. A blank belongs to a role, as in groups of issuers: {@code Ops Team}. */
    private static Set<String> roles(Map<String, ?> properties) {
        @Nullable Object value = properties.get("roles");
        String text = value == null ? "" : value.toString();
        Set<String> roles = new LinkedHashSet<>(Values.list(text));
        if (text.isEmpty() || (!roles.isEmpty() && roles.stream().allMatch(role -> role.matches("[ -~]+")))) {
            return roles;
        }
        throw new IllegalArgumentException(
                "roles=" + text + " is not usable (accepted: a comma list of role names in ASCII)");
    }

    private static int limit(Map<String, ?> properties, String key) {
        String text = text(properties, key);
        if (text.isEmpty()) {
            return 0;
        }
        boolean digits = text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long limit = digits ? Long.parseLong(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    key + "=" + text + " is not usable (accepted: a whole number of requests, 1 to " + MAX_LIMIT + ")");
        }
        return (int) limit;
    }

    private static int cost(Map<String, ?> properties) {
        String text = text(properties, "cost");
        if (text.isEmpty()) {
            return 1;
        }
        int cost = text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : 0;
        if (cost < 1 || cost > MAX_COST) {
            throw new IllegalArgumentException(
                    "cost=" + text + " is not usable (accepted: a whole number of requests, 1 to " + MAX_COST + ")");
        }
        return cost;
    }

    private static long maxBody(Map<String, ?> properties) {
        String text = text(properties, "maxBody");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            long bytes = Values.bytes(text);
            if (bytes > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // answered below, in the words of the parameter
        }
        throw new IllegalArgumentException(
                "maxBody=" + text + " is not usable (accepted: bytes above 0, or a number with KB, MB or GB)");
    }
}
