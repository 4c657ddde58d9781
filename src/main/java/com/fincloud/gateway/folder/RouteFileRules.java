package com.fincloud.gateway.folder;

import com.fincloud.gateway.backend.BackendParameters;
import com.fincloud.gateway.edge.RouteFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.VerbDefinition;

/**
 * What a route file may not do, checked on its model before any of it runs: leave the chain, configure other routes, or give a
 * template a parameter that it does not have (Camel would ignore that one).
 */
final class RouteFileRules {

    /** The parameters that the template {@code backend} knows. */
    private static final Set<String> PARAMETERS = parameters();

    private RouteFileRules() {}

    private static Set<String> parameters() {
        Set<String> names = new TreeSet<>(BackendParameters.REQUIRED);
        names.addAll(BackendParameters.OPTIONAL.keySet());
        return names;
    }

    /** Checks what a file has configured, fills in the template's defaults, and names what has no id after the file. */
    static void apply(RouteBuilder builder, RouteFileText file) {
        int number = 0;
        for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
            number++;
            if (!route.hasCustomIdAssigned()) {
                route.setId(file.baseName() + "-" + number);
            }
            check(route, file);
        }
        for (RestDefinition rest : builder.getRestCollection().getRests()) {
            for (VerbDefinition verb : rest.getVerbs()) {
                number++;
                if (verb.getRouteId() == null) {
                    verb.setRouteId(file.baseName() + "-" + number);
                }
            }
        }
        for (TemplatedRouteDefinition route :
                builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            number++;
            if (route.getRouteId() == null) {
                route.setRouteId(file.baseName() + "-" + number);
            }
            if ("backend".equals(route.getRouteTemplateRef())) {
                check(route, file, builder.getCamelContext());
            }
        }
    }

    private static void check(RouteDefinition route, RouteFileText file) {
        if (route.getRouteConfigurationId() != null) {
            throw new RouteFileException(
                    "route '" + route.getRouteId() + "' names routeConfigurationId='" + route.getRouteConfigurationId()
                            + "', which would take it out of the gateway's chain; leave the attribute out",
                    file.lineOf("routeConfigurationId"),
                    null);
        }
    }

    private static void check(TemplatedRouteDefinition route, RouteFileText file, CamelContext context) {
        List<TemplatedRouteParameterDefinition> given =
                route.getParameters() == null ? new ArrayList<>() : new ArrayList<>(route.getParameters());
        Map<String, String> values = new HashMap<>();
        for (TemplatedRouteParameterDefinition parameter : given) {
            if (!PARAMETERS.contains(parameter.getName())) {
                throw refuse(
                        route,
                        file,
                        parameter.getName(),
                        "the template 'backend' has no parameter '" + parameter.getName() + "' (it has "
                                + String.join(", ", PARAMETERS) + ")");
            }
            String value = context.resolvePropertyPlaceholders(String.valueOf(parameter.getValue()));
            if (values.put(parameter.getName(), value) != null) {
                throw refuse(
                        route, file, parameter.getName(), "parameter '" + parameter.getName() + "' is given twice");
            }
        }
        // Camel would take a missing parameter from an environment variable of that name.
        BackendParameters.OPTIONAL.forEach((name, value) -> {
            if (values.putIfAbsent(name, value) == null) {
                TemplatedRouteParameterDefinition parameter = new TemplatedRouteParameterDefinition();
                parameter.setName(name);
                parameter.setValue(value);
                given.add(parameter);
            }
        });
        for (String name : BackendParameters.REQUIRED) {
            if (!values.containsKey(name)) {
                throw refuse(route, file, "", "parameter '" + name + "' is missing");
            }
        }
        try {
            BackendParameters.of(name -> values.getOrDefault(name, ""));
            RouteFacts.of(route.getRouteId(), values);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            throw refuse(route, file, reason.replaceAll("(?s)=.*", ""), reason);
        }
        route.setParameters(given);
    }

    private static RouteFileException refuse(
            TemplatedRouteDefinition route, RouteFileText file, String parameter, String reason) {
        return new RouteFileException(
                "route '" + route.getRouteId() + "': " + reason,
                parameter.isEmpty() ? file.lineOf(route.getRouteId()) : file.lineOf(parameter, route.getRouteId()),
                null);
    }
}
