package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.AllowedElements;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.upstream.BackendParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.VerbDefinition;

/** Completes the model of a route file before it runs: adds an id to each route, and all parameters of the template. */
public final class RouteFileRules {

    private RouteFileRules() {}

    /** Fills in the template's defaults. Routes without an id are named after the file. */
    public static void apply(RouteBuilder builder, RouteFileText file) {
        int number = 0;
        for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
            number++;
            if (!route.hasCustomIdAssigned()) {
                route.setId(file.baseName() + "-" + number);
            }
            check(route);
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
                complete(route);
            }
        }
        order(builder.getRouteCollection().getRoutes());
    }

    /**
     * Sorts the routes by their start-up order. Camel would compare their numbers with those of every other file, and of the file's
     * previous version.
     */
    private static void order(List<RouteDefinition> routes) {
        routes.sort(Comparator.comparingInt(
                route -> route.getStartupOrder() == null ? Integer.MAX_VALUE : route.getStartupOrder()));
        routes.forEach(route -> route.setStartupOrder(null));
    }

    /** Checks the route again. {@link AllowedElements} has already refused it with its position; this is a second line of defence. */
    private static void check(RouteDefinition route) {
        if (route.getRouteConfigurationId() != null) {
            throw new RouteFileException("route '" + route.getRouteId() + "' names a routeConfigurationId", 0, null);
        }
    }

    /** Sets all parameters, because Camel would take a missing parameter from an environment variable of that name. */
    private static void complete(TemplatedRouteDefinition route) {
        List<TemplatedRouteParameterDefinition> given =
                route.getParameters() == null ? new ArrayList<>() : new ArrayList<>(route.getParameters());
        BackendParameters.OPTIONAL.forEach((name, value) -> {
            if (given.stream().noneMatch(parameter -> name.equals(parameter.getName()))) {
                TemplatedRouteParameterDefinition parameter = new TemplatedRouteParameterDefinition();
                parameter.setName(name);
                parameter.setValue(value);
                given.add(parameter);
            }
        });
        route.setParameters(given);
    }
}
