package com.fincloud.gateway.app;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.openapi.merge.Dispatcher;
import com.fincloud.gateway.openapi.merge.ExposedRoute;
import com.fincloud.gateway.routing.Dispatch;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.routing.RouteMatch;
import com.fincloud.gateway.upstream.BackendParameters;
import com.fincloud.gateway.upstream.RoutedBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/** The source of the API document: the current routes of the route files, and the destination of requests. */
public final class ExposedRoutes implements Supplier<List<ExposedRoute>>, Dispatcher {

    private static final String OWN = "gateway-";

    private final CamelContext context;
    private final GatewayHttpEngine engine;

    public ExposedRoutes(CamelContext context, GatewayHttpEngine engine) {
        this.context = context;
        this.engine = engine;
    }

    @Override
    public List<ExposedRoute> get() {
        Map<String, Route> newest = new LinkedHashMap<>();
        context.getRoutes().forEach(route -> newest.put(RouteVersion.publicId(route.getId()), route));
        List<ExposedRoute> routes = new ArrayList<>();
        newest.forEach((id, route) -> {
            RouteMatch match = RouteMatch.of(route);
            if (match != null && !id.startsWith(OWN)) {
                routes.add(exposed(id, route, match));
            }
        });
        routes.sort(Comparator.comparing(ExposedRoute::service).thenComparing(ExposedRoute::id));
        return routes;
    }

    private static ExposedRoute exposed(String id, Route route, RouteMatch match) {
        RouteAttributes attributes = RouteAttributes.of(id, route.getProperties());
        BackendParameters backend = RoutedBackend.of(route);
        String description = route.getDescription();
        return new ExposedRoute(
                id,
                match.path(),
                match.below(),
                match.methods().stream().sorted().toList(),
                attributes.service(),
                backend == null ? List.of() : backend.urls(),
                backend == null ? null : backend.rewrite(),
                List.copyOf(attributes.roles()),
                attributes.limitPerMinute(),
                attributes.limitPerHour(),
                description == null ? "" : description);
    }

    @Override
    public @Nullable String route(String method, String path) {
        try {
            Dispatch.Destination destination = Dispatch.find(engine, method, path);
            return destination.allow() == null ? RouteVersion.publicId(destination.routeId()) : null;
        } catch (GatewayException e) {
            return null;
        }
    }
}
