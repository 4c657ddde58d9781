package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routing.RouteMatch;
import com.fincloud.gateway.routing.RoutePlaceholders;
import com.fincloud.gateway.settings.value.Values;
import com.fincloud.gateway.upstream.BackendParameters;
import com.fincloud.gateway.upstream.RoutedBackend;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * A route by which clients reach paths of a service: a route from the template, or a call {@code http:service?url=…} of a plain route. How
 * a plain route changes the path at run time (the header {@code CamelHttpPath}, {@code toD}, a bean, a route behind {@code direct:}) is
 * unknown here.
 *
 * @param routeId the route's id without a version
 * @param match the requests that the route matches
 * @param roles a caller needs one of these roles; empty means every caller
 * @param service the service's name
 * @param hosts host and port of the service's instances
 * @param path the path at the service for the route's path
 * @param fixed whether every request goes to exactly that path of the service
 */
public record Door(
        String routeId,
        RouteMatch match,
        Set<String> roles,
        String service,
        Set<String> hosts,
        ServicePath path,
        boolean fixed) {

    /** The doors of a route; empty if it calls no known service. */
    public static List<Door> of(Route route) {
        RouteMatch match = RouteMatch.of(route);
        if (match == null || !(route.getRoute() instanceof RouteDefinition definition)) {
            return List.of();
        }
        BackendParameters backend = RoutedBackend.of(route);
        if (backend != null) {
            String rewrite = backend.rewrite() == null ? backend.path() : backend.rewrite();
            return List.of(of(route, match, backend.service(), backend.urls(), rewrite, false));
        }
        List<Door> doors = new ArrayList<>();
        for (ToDefinition call :
                ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class)) {
            Door door = called(route, match, call.getEndpointUri());
            if (door != null) {
                doors.add(door);
            }
        }
        return doors;
    }

    @SuppressWarnings("try") // the resource only has to stay open
    private static @Nullable Door called(Route route, RouteMatch match, String declared) {
        try (RoutePlaceholders.Building building = RoutePlaceholders.building()) {
            String uri = route.getCamelContext().resolvePropertyPlaceholders(declared);
            Map<String, Object> options = URISupport.parseQuery(StringHelper.after(uri, "?", ""));
            String url = text(options, "url");
            if (!uri.startsWith("http") || url.isEmpty()) {
                return null;
            }
            String service = StringHelper.before(StringHelper.after(uri, ":", ""), "?", "")
                    .replace("/", "");
            String prefix = text(options, "prefix");
            String fixed = text(options, "path");
            String path = !prefix.isEmpty() && match.path().startsWith(prefix)
                    ? text(options, "rewrite") + match.path().substring(prefix.length())
                    : match.path();
            return of(route, match, service, Values.urls(url), fixed.isEmpty() ? path : fixed, !fixed.isEmpty());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null; // the path of the endpoint is unknown
        }
    }

    private static String text(Map<String, Object> options, String name) {
        return String.valueOf(options.getOrDefault(name, "")).strip();
    }

    private static Door of(
            Route route, RouteMatch match, String service, List<URI> urls, String rewrite, boolean fixed) {
        String base = urls.get(0).getRawPath();
        return new Door(
                RouteVersion.publicId(route.getId()),
                match,
                RouteAttributes.of("", route.getProperties()).roles(),
                service,
                urls.stream().map(URI::getRawAuthority).collect(Collectors.toSet()),
                ServicePath.of((base == null ? "" : base) + "/" + rewrite, match.below() && !fixed),
                fixed);
    }

    public boolean isOfServiceOf(Door other) {
        return service.equals(other.service) || hosts.stream().anyMatch(other.hosts::contains);
    }

    /** The client path for {@code wanted}, which is this door's path of the service or a path below it. */
    public String clientPath(ServicePath wanted) {
        List<String> segments =
                new ArrayList<>(ServicePath.of(match.path(), false).segments());
        if (!fixed) {
            segments.addAll(wanted.below(path));
        }
        return "/" + String.join("/", segments);
    }
}
