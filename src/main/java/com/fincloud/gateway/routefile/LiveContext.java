package com.fincloud.gateway.routefile;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Route;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.apache.camel.spring.boot.SpringBootCamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The context that serves, with many routes that come and go. Camel asks every route for its endpoints whenever one is removed, and it
 * removes each route by its id before it adds it; for 500 files that alone took most of the time of a load, under a lock of the context.
 */
public final class LiveContext extends SpringBootCamelContext {

    /** A context of {@code application}, which {@code controller} ends. */
    public LiveContext(ApplicationContext application, CamelSpringBootApplicationController controller) {
        super(application, true, controller);
    }

    /** A route that is not there needs no search. */
    @Override
    protected boolean removeRoute(String id, LoggingLevel level) throws Exception {
        getLock().lock();
        try {
            return getRouteServices().containsKey(id) && super.removeRoute(id, level);
        } finally {
            getLock().unlock();
        }
    }

    @Override
    public void startRouteService(RouteService service, boolean adding) throws Exception {
        getLock().lock();
        try {
            boolean known = getRouteServices().containsValue(service);
            super.startRouteService(known ? service : new StartedRoute(service.getRoute()), adding);
        } finally {
            getLock().unlock();
        }
    }

    /** It knows its endpoints while it runs: a route gets others only when it is started anew. */
    private static final class StartedRoute extends RouteService {

        private @Nullable Set<Endpoint> endpoints;

        private StartedRoute(Route route) {
            super(route);
        }

        @Override
        protected void doStart() {
            endpoints = null;
            super.doStart();
        }

        @Override
        public Set<Endpoint> gatherEndpoints() {
            if (!isStarted()) {
                endpoints = null;
                return super.gatherEndpoints();
            }
            Set<Endpoint> known = endpoints;
            if (known == null) {
                known = super.gatherEndpoints();
                endpoints = known;
            }
            return known;
        }
    }
}
