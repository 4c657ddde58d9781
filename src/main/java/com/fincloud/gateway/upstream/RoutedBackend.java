package com.fincloud.gateway.upstream;

import com.fincloud.gateway.routing.RoutePlaceholders;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/** Finds the parameters of a route that was created from the template {@code backend}. */
public final class RoutedBackend {

    /** The parameters that were read before. They do not change while their route exists. */
    private static final Map<Route, BackendParameters> READ = Collections.synchronizedMap(new WeakHashMap<>());

    private RoutedBackend() {}

    /** A route's parameters; null for a plain route. */
    public static @Nullable BackendParameters of(Route route) {
        BackendParameters known = READ.get(route);
        if (known == null) {
            known = read(route);
            if (known != null) {
                READ.put(route, known);
            }
        }
        return known;
    }

    @SuppressWarnings("try") // the resource only has to stay open
    private static @Nullable BackendParameters read(Route route) {
        Map<String, Object> parameters =
                route.getRoute() instanceof RouteDefinition definition ? definition.getTemplateParameters() : null;
        if (parameters == null) {
            return null;
        }
        try (RoutePlaceholders.Building building = RoutePlaceholders.building()) {
            return BackendParameters.of(name -> {
                Object value = parameters.get(name);
                return value == null ? "" : route.getCamelContext().resolvePropertyPlaceholders(value.toString());
            });
        }
    }
}
