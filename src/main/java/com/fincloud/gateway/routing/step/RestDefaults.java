package com.fincloud.gateway.routing.step;

import com.fincloud.gateway.http.RouteParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.PropertyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.rest.ParamDefinition;
import org.apache.camel.model.rest.RestBindingDefinition;
import org.apache.camel.model.rest.RestParamType;
import org.apache.camel.model.rest.VerbDefinition;

/**
 * Keeps the default values of query parameters that a rest declares as properties of its route. Camel would set each as a header of every
 * request, which would reach the backend.
 */
public final class RestDefaults extends ModelLifecycleStrategySupport {

    private RestDefaults() {}

    /** Installs these rules in {@code context}. */
    public static void install(CamelContext context) {
        context.getCamelContextExtension().getContextPlugin(Model.class).addModelLifecycleStrategy(new RestDefaults());
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        RestBindingDefinition binding = route.getRestBindingDefinition();
        if (binding == null
                || binding.getDefaultValues() == null
                || binding.getDefaultValues().isEmpty()) {
            return;
        }
        Set<String> fields = headerFields(route);
        List<PropertyDefinition> properties =
                route.getRouteProperties() == null ? new ArrayList<>() : new ArrayList<>(route.getRouteProperties());
        binding.getDefaultValues().forEach((name, value) -> {
            if (!fields.contains(name)) {
                properties.add(new PropertyDefinition(RouteParameters.DEFAULT + name, value));
            }
        });
        route.setRouteProperties(properties);
        binding.getDefaultValues().keySet().retainAll(fields);
    }

    /** The header fields that the route's verb declares. Camel keeps their defaults together with those of the query. */
    private static Set<String> headerFields(RouteDefinition route) {
        Set<String> fields = new TreeSet<>();
        for (VerbDefinition verb : route.getRestDefinition() == null
                ? List.<VerbDefinition>of()
                : route.getRestDefinition().getVerbs()) {
            if (verb.getRouteId() == null || verb.getRouteId().equals(route.getRouteId())) {
                for (ParamDefinition parameter : verb.getParams()) {
                    if (parameter.getType() == RestParamType.header) {
                        fields.add(parameter.getName());
                    }
                }
            }
        }
        return fields;
    }
}
