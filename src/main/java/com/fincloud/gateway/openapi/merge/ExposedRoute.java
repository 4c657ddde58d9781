package com.fincloud.gateway.openapi.merge;

import java.net.URI;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A route of the gateway as clients can call it.
 *
 * @param id the public id
 * @param path the public path
 * @param below whether paths below this path are served as well
 * @param methods the methods served
 * @param service name of the service; empty for none
 * @param urls base URLs of the service's instances; empty if the route does not simply forward to a service
 * @param rewrite the prefix that replaces {@code path} at the service; null for the path itself
 * @param roles a caller needs one of these sorted roles; empty means every caller
 * @param limitPerMinute the route's own limit; 0 means the gateway's limit
 * @param limitPerHour the route's own limit; 0 means the gateway's limit
 * @param description the description in the route file, or empty
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

    /** Whether the route forwards to a service, whose document can describe it. */
    public boolean hasService() {
        return !urls.isEmpty();
    }

    /** The prefix at the service, without a trailing slash. A longer prefix is more specific. */
    String place() {
        String place = rewrite == null ? path : rewrite;
        return place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
    }

    /**
     * The client path for {@code backendPath}: the reverse of the route's prefix replacement. Null if no client path reaches it through
     * this route.
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
