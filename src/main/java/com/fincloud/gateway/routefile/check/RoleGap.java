package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routing.Dispatch;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * A path of a service for which one route demands roles, while a different route reaches it without them.
 *
 * @param guarded the route that demands roles
 * @param open the route that does not demand them
 * @param clientPath a client path that reaches it without the roles
 */
public record RoleGap(Door guarded, Door open, String clientPath) {

    /** All gaps between the routes of {@code context} in {@code engine}, one for each pair of routes. */
    public static List<RoleGap> of(CamelContext context, GatewayHttpEngine engine) {
        Map<String, Route> newest = new LinkedHashMap<>();
        context.getRoutes().forEach(route -> newest.put(RouteVersion.publicId(route.getId()), route));
        List<Door> doors = new ArrayList<>();
        newest.values().forEach(route -> doors.addAll(Door.of(route)));
        Map<String, RoleGap> gaps = new LinkedHashMap<>();
        for (Door guarded : doors) {
            for (Door open : guarded.roles().isEmpty() ? List.<Door>of() : doors) {
                String clientPath = wayAround(guarded, open, engine);
                if (clientPath != null) {
                    gaps.putIfAbsent(guarded.routeId() + " " + open.routeId(), new RoleGap(guarded, open, clientPath));
                }
            }
        }
        return List.copyOf(gaps.values());
    }

    private static @Nullable String wayAround(Door guarded, Door open, GatewayHttpEngine engine) {
        boolean asks = !open.roles().isEmpty() && guarded.roles().containsAll(open.roles());
        ServicePath common =
                asks || !guarded.isOfServiceOf(open) ? null : guarded.path().common(open.path());
        if (common == null) {
            return null;
        }
        List<ServicePath> samples = common.open() ? List.of(common, common.something()) : List.of(common);
        for (ServicePath sample : samples) {
            String path = open.clientPath(sample);
            for (String method : open.match().methods()) {
                if (asksFor(guarded, method)
                        && goesTo(guarded, method, guarded.clientPath(sample), engine)
                        && goesTo(open, method, path, engine)) {
                    return path;
                }
            }
        }
        return null;
    }

    /** Whether the route demands roles for a method. HEAD counts as GET, because its response shows the same headers. */
    private static boolean asksFor(Door guarded, String method) {
        return guarded.match().methods().contains(method.equals("HEAD") ? "GET" : method);
    }

    private static boolean goesTo(Door door, String method, String path, GatewayHttpEngine engine) {
        try {
            Dispatch.Destination destination = Dispatch.find(engine, method, path);
            return destination.allow() == null
                    && RouteVersion.publicId(destination.routeId()).equals(door.routeId());
        } catch (GatewayException e) {
            return false;
        }
    }

    /** The gap as a sentence; {@code place} is the position of the open route. */
    public String sentence(String place) {
        return "route '" + guarded.routeId() + "' asks for the roles "
                + String.join(", ", new TreeSet<>(guarded.roles())) + " at " + guarded.path() + " of service '"
                + guarded.service() + "', and route '" + open.routeId() + "' (" + place
                + ") leads there without them by " + clientPath;
    }
}
