package com.fincloud.gateway.openapi.merge;

import com.fincloud.gateway.openapi.sanitize.BackendOperation;
import com.fincloud.gateway.openapi.sanitize.PathTemplate;
import com.fincloud.gateway.openapi.sanitize.ServiceDocument;
import com.fincloud.gateway.settings.value.PublicPaths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps a service's operations to client paths. If several routes reach an operation, the most specific route describes it: first the route
 * with the longest prefix at the service, then a route without roles, then a public route.
 */
final class OperationMapping {

    /**
     * An operation with its client path.
     *
     * @param path the client's path
     * @param others further client paths of the operation
     */
    record Placed(ExposedRoute route, String path, List<String> others, BackendOperation operation) {

        /** Copies the paths. */
        Placed {
            others = List.copyOf(others);
        }
    }

    private record Way(ExposedRoute route, String path) {}

    private final List<ExposedRoute> routes;
    private final Dispatcher dispatcher;
    private final Comparator<Way> preference;

    /** Creates the mapping for the routes to one service. */
    OperationMapping(List<ExposedRoute> routes, Dispatcher dispatcher, PublicPaths publicPaths) {
        this.routes = routes;
        this.dispatcher = dispatcher;
        this.preference = Comparator.comparingInt(
                        (Way way) -> -way.route().place().length())
                .thenComparing(way -> !way.route().roles().isEmpty())
                .thenComparing(way -> !publicPaths.contains(PathTemplate.example(way.path())))
                .thenComparing(way -> way.path().length())
                .thenComparing(Way::path);
    }

    /** Maps the operations that clients can reach, in the order of the document. */
    List<Placed> place(ServiceDocument document) {
        List<Placed> plain = place(document, "");
        if (document.serverPath().isEmpty()) {
            return plain;
        }
        // FastAPI behind a proxy puts the proxy's prefix into the server URL. springdoc puts the application's context
        // path there, which its paths do not contain.
        List<Placed> below = place(document, document.serverPath());
        return below.size() >= plain.size() ? below : plain;
    }

    private List<Placed> place(ServiceDocument document, String prefix) {
        List<Placed> placed = new ArrayList<>();
        for (BackendOperation operation : document.operations()) {
            Placed found = place(operation, prefix);
            if (found != null) {
                placed.add(found);
            }
        }
        return placed;
    }

    private @Nullable Placed place(BackendOperation operation, String prefix) {
        List<Way> ways = new ArrayList<>();
        for (ExposedRoute route : routes) {
            String base = route.urls().get(0).getRawPath();
            String seen = prefix.isEmpty() || !prefix.equals(base) ? prefix : ""; // the base URL contains it
            String path = route.clientPath(seen + operation.path());
            if (path != null && route.id().equals(dispatcher.route(operation.method(), PathTemplate.example(path)))) {
                ways.add(new Way(route, path));
            }
        }
        if (ways.isEmpty()) {
            return null;
        }
        ways.sort(preference);
        Way best = ways.get(0);
        return new Placed(
                best.route(), best.path(), ways.stream().skip(1).map(Way::path).toList(), operation);
    }
}
