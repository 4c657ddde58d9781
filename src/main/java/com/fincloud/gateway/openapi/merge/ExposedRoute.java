package com.fincloud.gateway.openapi.merge;

import java.net.URI;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A route of the gateway as its clients can call it.
 *
 * @param id the id that everybody knows
 * @param path the public path
 * @param below whether what is below the path is served too
 * @param methods the methods served
 * @param service name of the service, empty for none
 * @param urls base URLs of the service's instances; empty for a route that is no plain way to a service
 * @param rewrite what stands for {@code path} at the service, null for the path itself
 * @param roles any of these roles may call, sorted; empty for every caller
 * @param limitPerMinute the route's own limit, 0 for the gateway's
 * @param limitPerHour the route's own limit, 0 for the gateway's
 * @param description what its file says of it, or empty
 */
public record ExposedRoute(
        String id,
        String path,
        boolean below,
        List<String> methods,
        String service,
        List<URI> urls,
        @Nullable String rewrite,
        List<String> roles,
        int limitPerMinute,
        int limitPerHour,
        String description) {

    /** Copies the collections. */
    public ExposedRoute {
        methods = List.copyOf(methods);
        urls = List.copyOf(urls);
        roles = List.copyOf(new TreeSet<>(roles));
    }

    /** Whether it leads to a service, whose document can describe it. */
    public boolean hasService() {
        return !urls.isEmpty();
    }

    /** What stands for the public path at the service, without a slash at the end: the longer, the more it says of what is called. */
    String place() {
        String place = rewrite == null ? path : rewrite;
        return place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
    }

    /**
     * The path by which a client reaches {@code backendPath}: the exchange of prefixes that a call undergoes, in reverse. Null when no
     * path leads there through this route.
     */
    @Nullable
    String clientPath(String backendPath) {
        String place = rewrite == null ? path : rewrite;
        if (backendPath.equals(place)) {
            return path;
        }
        if (!below) {
            return null;
        }
        if (place.endsWith("/")) {
            return backendPath.startsWith(place) ? path + "/" + backendPath.substring(place.length()) : null;
        }
        return backendPath.startsWith(place + "/") ? path + backendPath.substring(place.length()) : null;
    }
}
