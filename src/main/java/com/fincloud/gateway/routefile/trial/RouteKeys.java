package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routing.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive keys of a route: its id, its methods of a path, and the internal name from which it consumes.
 *
 * @param routeId the route's id without a version
 * @param texts the keys, each in words
 */
public record RouteKeys(String routeId, List<String> texts) {

    /** Components whose names belong to exactly one route. */
    private static final String DIRECT = "name direct:";

    private static final Set<String> INTERNAL = Set.of("direct", "seda");

    public RouteKeys {
        texts = List.copyOf(texts);
    }

    /** The name from which the route of a {@code direct:} endpoint consumes; null for any other route. */
    @Nullable
    String directName() {
        for (String text : texts) {
            if (text.startsWith(DIRECT)) {
                return text.substring(DIRECT.length());
            }
        }
        return null;
    }

    /** Whether the route consumes from a {@code direct:} endpoint. */
    public boolean isDirect() {
        return directName() != null;
    }

    /** The keys of a route that consumes the requests of {@code match}. */
    static RouteKeys of(String routeId, RouteMatch match) {
        List<String> texts = new ArrayList<>();
        texts.add("id " + routeId);
        texts.addAll(match.texts());
        return new RouteKeys(routeId, texts);
    }

    /** The keys of a route of a context. */
    public static RouteKeys of(Route route) {
        String id = RouteVersion.publicId(route.getId());
        List<String> texts = new ArrayList<>();
        texts.add("id " + id);
        RouteMatch http = RouteMatch.of(route);
        if (http != null) {
            texts.addAll(http.texts());
        }
        String uri = route.getEndpoint().getEndpointBaseUri();
        if (INTERNAL.contains(uri.substring(0, uri.indexOf(':')))) {
            texts.add("name " + uri.replace("://", ":"));
        }
        return new RouteKeys(id, texts);
    }
}
