package com.fincloud.gateway.upstream;

import com.fincloud.gateway.routing.RoutePlaceholders;
import java.util.Map;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/** Finds the parameters of a route that was created from the template {@code backend}. */
public final class RoutedBackend {

    private RoutedBackend() {}

    /** A route's parameters; null for a plain route. */
    @SuppressWarnings("try") // the resource only has to stay open
    public static @Nullable BackendParameters of(Route route) {
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
