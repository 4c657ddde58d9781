package com.fincloud.gateway.folder;

import com.fincloud.gateway.edge.HttpClaim;
import com.fincloud.gateway.edge.RouteVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Route;

/**
 * What a route wants for itself alone: its id, its methods of a path, the name inside the gateway that it consumes from.
 *
 * @param routeId the route's id without a version
 * @param texts the claims, each in words
 */
record Claims(String routeId, List<String> texts) {

    /** Names inside the gateway that one route answers. */
    private static final Set<String> INTERNAL = Set.of("direct", "seda");

    Claims {
        texts = List.copyOf(texts);
    }

    static Claims of(Route route) {
        String id = RouteVersion.publicId(route.getId());
        List<String> texts = new ArrayList<>();
        texts.add("id " + id);
        HttpClaim http = HttpClaim.of(route);
        if (http != null) {
            texts.addAll(http.texts());
        }
        String uri = route.getEndpoint().getEndpointBaseUri();
        if (INTERNAL.contains(uri.substring(0, uri.indexOf(':')))) {
            texts.add("name " + uri.replace("://", ":"));
        }
        return new Claims(id, texts);
    }
}
