package com.fincloud.gateway.routefile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The services that the steps of a plain route call, also through {@code direct:} routes: the name in {@code http:name?url=...}, or the
 * host in {@code http://host/path}.
 */
final class CalledServices {

    /** The maximum number of routes that are followed from one route. */
    private static final int MOST_ROUTES = 50;

    private CalledServices() {}

    /** The names, in alphabetical order with commas between them; empty if there are none. */
    static String of(Route route) {
        Set<String> names = new TreeSet<>();
        collect(route, names, new HashSet<>());
        return String.join(",", names);
    }

    /** Adds the services of a route, and of the {@code direct:} routes that it calls. */
    private static void collect(Route route, Set<String> names, Set<String> visited) {
        if (visited.size() < MOST_ROUTES
                && visited.add(route.getId())
                && route.getRoute() instanceof RouteDefinition definition) {
            ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), SendDefinition.class)
                    .forEach(send -> {
                        String name = service(send.getEndpointUri());
                        if (name != null) {
                            names.add(name);
                        }
                        for (Route called : routesOf(route, send.getEndpointUri())) {
                            collect(called, names, visited);
                        }
                    });
        }
    }

    private static List<Route> routesOf(Route caller, String uri) {
        if (!uri.startsWith("direct:")) {
            return List.of();
        }
        int options = uri.indexOf('?');
        String name = uri.substring("direct:".length(), options < 0 ? uri.length() : options);
        String wanted = "direct://" + (name.startsWith("//") ? name.substring(2) : name);
        return caller.getCamelContext().getRoutes().stream()
                .filter(route -> route.getEndpoint().getEndpointBaseUri().equals(wanted))
                .toList();
    }

    /** The service of an endpoint; null if it is no HTTP call, or a placeholder stands for its host. */
    static @Nullable String service(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return null;
        }
        int from = uri.startsWith("//", colon + 1) ? colon + 3 : colon + 1;
        int end = from;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        String name = uri.substring(from, end);
        name = name.substring(name.lastIndexOf('@') + 1);
        return name.isEmpty() || name.contains("{{") || name.contains("${") ? null : name;
    }
}
