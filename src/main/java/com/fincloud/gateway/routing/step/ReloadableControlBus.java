package com.fincloud.gateway.routing.step;

import com.fincloud.gateway.http.RouteVersion;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.controlbus.ControlBusComponent;
import org.apache.camel.component.controlbus.ControlBusEndpoint;
import org.jspecify.annotations.Nullable;

/** Camel's {@code controlbus:} component, which finds a route by the id in its file, whatever the number of the route's version. */
public final class ReloadableControlBus extends ControlBusComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ControlBusEndpoint endpoint = new NewestRoute(uri, this);
        if (remaining != null && remaining.startsWith("language:")) {
            endpoint.setLanguage(getCamelContext().resolveLanguage(remaining.substring("language:".length())));
        }
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class NewestRoute extends ControlBusEndpoint {

        NewestRoute(String uri, ReloadableControlBus component) {
            super(uri, component);
        }

        @Override
        public @Nullable String getRouteId() {
            String id = super.getRouteId();
            String newest = id;
            for (Route route : getCamelContext().getRoutes()) {
                if (RouteVersion.publicId(route.getId()).equals(id)) {
                    newest = route.getId(); // routes are in the order in which they were added
                }
            }
            return newest;
        }
    }
}
