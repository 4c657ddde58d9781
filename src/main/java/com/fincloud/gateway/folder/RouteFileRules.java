package com.fincloud.gateway.folder;

import com.fincloud.gateway.backend.BackendParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;

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

    /** Checks what a file has configured, and fills in the template's defaults. */
    static void apply(RouteBuilder builder, RouteFileText file) {
        for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
            check(route, file);
        }
        int number = 0;
        for (TemplatedRouteDefinition route :
                builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            number++;
            if (route.getRouteId() == null) {
                route.setRouteId(file.baseName() + "-" + number);
            }
            if ("backend".equals(route.getRouteTemplateRef())) {
                check(route, file);
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

    private static void check(TemplatedRouteDefinition route, RouteFileText file) {
        List<TemplatedRouteParameterDefinition> given =
                route.getParameters() == null ? new ArrayList<>() : new ArrayList<>(route.getParameters());
        Set<String> names = new TreeSet<>();
        for (TemplatedRouteParameterDefinition parameter : given) {
            if (!PARAMETERS.contains(parameter.getName())) {
                throw new RouteFileException(
                        "route '" + route.getRouteId() + "': the template 'backend' has no parameter '"
                                + parameter.getName() + "' (it has " + String.join(", ", PARAMETERS) + ")",
                        file.lineOf(parameter.getName()),
                        null);
            }
            if (!names.add(parameter.getName())) {
                throw new RouteFileException(
                        "route '" + route.getRouteId() + "': parameter '" + parameter.getName() + "' is given twice",
                        file.lineOf(parameter.getName()),
                        null);
            }
        }
        // Camel would take a missing parameter from an environment variable of that name.
        BackendParameters.OPTIONAL.forEach((name, value) -> {
            if (names.add(name)) {
                TemplatedRouteParameterDefinition parameter = new TemplatedRouteParameterDefinition();
                parameter.setName(name);
                parameter.setValue(value);
                given.add(parameter);
            }
        });
        route.setParameters(given);
    }
}
