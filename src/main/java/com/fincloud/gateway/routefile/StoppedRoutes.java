package com.fincloud.gateway.routefile;

import com.fincloud.gateway.http.RouteVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.EndpointHelper;

/** The routes that do not run: their file says {@code autoStartup="false"}, or somebody has stopped them. */
final class StoppedRoutes {

    private StoppedRoutes() {}

    /** The ids without versions of the routes whose newest version is stopped. Returns without waiting. */
    static Set<String> in(CamelContext context) {
        Map<String, Route> newest = new HashMap<>();
        context.getRoutes().forEach(route -> newest.put(RouteVersion.publicId(route.getId()), route));
        Set<String> stopped = new TreeSet<>();
        newest.forEach((id, route) -> {
            ServiceStatus status = context.getRouteController().getRouteStatus(route.getId());
            if (status != null && (status.isStopped() || status.isSuspended()) && !startsElsewhere(context, route)) {
                stopped.add(id);
            }
        });
        return stopped;
    }

    /** Whether a command, which starts no timer and no queue, has left out a route that a gateway would start. */
    private static boolean startsElsewhere(CamelContext context, Route route) {
        String pattern = context.getAutoStartupExcludePattern();
        NamedNode definition = route.getRoute();
        boolean starts = !(definition instanceof RouteDefinition model)
                || model.getAutoStartup() == null
                || model.getAutoStartup().equals("true");
        if (pattern == null || !starts) {
            return false;
        }
        for (String one : pattern.split(",", -1)) {
            if (EndpointHelper.matchEndpoint(context, route.getEndpoint().getEndpointUri(), one)) {
                return true;
            }
        }
        return false;
    }
}
