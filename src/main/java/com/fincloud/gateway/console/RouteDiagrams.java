package com.fincloud.gateway.console;

import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routing.FilterChain;
import com.fincloud.gateway.routing.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnFallbackDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Routes as diagrams: first the filters, then Camel's model of the running route, including the template's steps. Camel's own dump of a
 * route's structure needs JMX, which is off.
 */
final class RouteDiagrams {

    /** The kind of the box with the filters that every request passes before its route. */
    private static final String FILTERS = "filters";

    private final CamelContext context;
    private final Diagram filters;

    RouteDiagrams(CamelContext context, FilterChain chain) {
        this.context = context;
        List<Diagram> names = chain.names().stream()
                .map(name -> new Diagram("filter", name, List.of(), List.of()))
                .toList();
        this.filters = new Diagram(FILTERS, "", names, List.of());
    }

    /** The newest version of the route with that id; null if there is none. */
    @Nullable
    Diagram of(@Nullable String routeId) {
        Route newest = null;
        for (Route route : context.getRoutes()) {
            if (RouteVersion.publicId(route.getId()).equals(routeId)) {
                newest = route;
            }
        }
        return newest != null && newest.getRoute() instanceof RouteDefinition definition
                ? diagram(newest, definition)
                : null;
    }

    private Diagram diagram(Route route, RouteDefinition definition) {
        Map<String, Object> parameters = definition.getTemplateParameters();
        StepText text = new StepText(parameters == null ? Map.of() : parameters);
        List<Diagram> steps = new ArrayList<>();
        steps.add(new Diagram(
                "from",
                text.address(route.getEndpoint().getEndpointBaseUri().replace("://", ":")),
                List.of(),
                List.of()));
        if (RouteMatch.of(route) != null) {
            steps.add(filters);
        }
        definition.getOutputs().forEach(step -> steps.add(diagram(step, text)));
        return new Diagram("route", RouteVersion.publicId(route.getId()), steps, List.of());
    }

    private static Diagram diagram(NamedNode step, StepText text) {
        List<Diagram> steps = new ArrayList<>();
        List<Diagram> branches = new ArrayList<>();
        for (NamedNode inside : inside(step)) {
            (isBranch(step, inside) ? branches : steps).add(diagram(inside, text));
        }
        return new Diagram(step.getShortName(), text.of(step), steps, branches);
    }

    /** The steps inside a step. Camel's own list omits the branches of a choice and the fallback of a circuit breaker. */
    private static List<NamedNode> inside(NamedNode step) {
        List<NamedNode> inside = new ArrayList<>();
        if (step instanceof ChoiceDefinition choice) {
            inside.addAll(choice.getWhenClauses());
            add(inside, choice.getOtherwise());
        } else if (step instanceof ProcessorDefinition<?> processor) {
            inside.addAll(processor.getOutputs());
        } else if (step instanceof OutputNode branch) {
            inside.addAll(branch.getOutputs());
        }
        if (step instanceof CircuitBreakerDefinition breaker) {
            add(inside, breaker.getOnFallback());
        }
        return inside;
    }

    private static void add(List<NamedNode> steps, @Nullable NamedNode step) {
        if (step != null) {
            steps.add(step);
        }
    }

    private static boolean isBranch(NamedNode step, NamedNode inside) {
        return step instanceof ChoiceDefinition
                || step instanceof MulticastDefinition
                || step instanceof LoadBalanceDefinition
                || inside instanceof OnFallbackDefinition
                || inside instanceof CatchDefinition
                || inside instanceof FinallyDefinition;
    }
}
