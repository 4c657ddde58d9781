package com.fincloud.gateway.routefile.live;

import com.fincloud.gateway.extension.Extensions;
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
 * The Camel context that serves requests, optimized for adding and removing many routes. Camel asks every route for its endpoints whenever
 * a route is removed, and it removes each route by its id before it adds it. For 500 files this took most of the loading time, under a lock
 * of the context.
 */
public final class LiveContext extends SpringBootCamelContext {

    /** Creates the context of {@code application}, which {@code controller} stops. */
    public LiveContext(ApplicationContext application, CamelSpringBootApplicationController controller) {
        super(application, true, controller);
    }

    /** Sets the class loader, unless it is set to that of extensions: Spring sets its own again when the bean is complete. */
    @Override
    public void setApplicationContextClassLoader(ClassLoader loader) {
        if (Extensions.loader(this) == null) {
            super.setApplicationContextClassLoader(loader);
        }
    }

    /** Does nothing for an id without a route, to avoid a search. */
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

    /** A route service that caches its endpoints while it runs, because they change only when the route is restarted. */
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
