package com.fincloud.gateway.routefile.live;

import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routing.RouteMatch;
import com.fincloud.gateway.upstream.Services;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RoutePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions that get no new requests, and are removed when they have answered their last one. */
final class LeavingVersions {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final CamelContext context;
    private final FileBeans beans;
    private final BeanEndpoints beanEndpoints;
    private final Services services;
    private final List<FileVersion> leaving = new CopyOnWriteArrayList<>();

    LeavingVersions(CamelContext context, FileBeans beans, BeanEndpoints beanEndpoints, Services services) {
        this.context = context;
        this.beans = beans;
        this.beanEndpoints = beanEndpoints;
        this.services = services;
    }

    /** Adds a version that gets no new requests. Its sources start no new work. */
    void add(FileVersion version) {
        version.sources().leave();
        leaving.add(version);
    }

    boolean isEmpty() {
        return leaving.isEmpty();
    }

    /** The ids of their routes in the context. */
    Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        leaving.forEach(version -> ids.addAll(version.ids()));
        return ids;
    }

    /** Removes the versions that have answered their last request; {@code staying} are the versions that serve. */
    void sweep(Collection<FileVersion> staying) {
        List<FileVersion> gone = new ArrayList<>();
        leaving.removeIf(version -> {
            if (!isDone(version) || isUsed(version, staying)) {
                return false;
            }
            remove(version.ids());
            beans.release(version.beans());
            gone.add(version);
            return true;
        });
        gone.forEach(version -> removeServices(version, staying));
        if (leaving.isEmpty()) {
            beanEndpoints.sweep();
        }
    }

    /**
     * Removes the services that only {@code gone} used. Otherwise Camel would reuse their endpoints for the next route that names them.
     */
    private void removeServices(FileVersion gone, Collection<FileVersion> staying) {
        Set<String> names = new LinkedHashSet<>(gone.declared().services().keySet());
        names.removeAll(services.kept().keySet());
        staying.forEach(other -> names.removeAll(other.declared().services().keySet()));
        leaving.forEach(other -> names.removeAll(other.declared().services().keySet()));
        for (String name : names) {
            services.remove(name);
            for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
                String uri = endpoint.getEndpointUri();
                if (uri.startsWith("http://" + name + "?") || uri.startsWith("https://" + name + "?")) {
                    removeEndpoint(endpoint);
                }
            }
        }
    }

    private void removeEndpoint(Endpoint endpoint) {
        try {
            context.removeEndpoint(endpoint);
        } catch (Exception e) {
            LOG.atError().addKeyValue("endpoint", endpoint).setCause(e).log("Endpoint could not be removed");
        }
    }

    /** Whether a different version uses the beans of this version. */
    @SuppressWarnings("ReferenceEquality") // two versions, or two beans, may be equal
    private boolean isUsed(FileVersion version, Collection<FileVersion> staying) {
        return Stream.concat(staying.stream(), leaving.stream().filter(other -> other != version))
                .flatMap(other -> other.uses().stream())
                .anyMatch(bean -> version.beans().stream().anyMatch(own -> own == bean));
    }

    private boolean isDone(FileVersion version) {
        if (!version.sources().ended()) {
            return false;
        }
        for (String id : version.ids()) {
            Route route = context.getRoute(id);
            if (route != null
                    && (RouteMatch.inFlight(route) > 0
                            || context.getInflightRepository().size(id) > 0)) {
                return false;
            }
        }
        return true;
    }

    /** Stops and removes routes. */
    void remove(Collection<String> ids) {
        for (String id : ids) {
            Route route = context.getRoute(id);
            ServiceStatus status = context.getRouteController().getRouteStatus(id);
            if (status == null
                    // Camel stops a stopped timer again, and the timer of the next version with it.
                    || !status.isStopped()) {
                stop(id);
            }
            try {
                context.removeRoute(id);
                if (route != null) {
                    forget(route);
                }
            } catch (Exception e) {
                LOG.atError().addKeyValue("route_id", id).setCause(e).log("Route could not be removed");
            }
        }
    }

    private void stop(String id) {
        try {
            context.getRouteController().stopRoute(id);
        } catch (Exception e) {
            LOG.atError().addKeyValue("route_id", id).setCause(e).log("Route could not be stopped");
        }
    }

    /**
     * Releases what Camel keeps of a removed route: its policies, which the context holds as services forever, and the endpoint of a
     * {@code rest:} route, which differs from its consumer's endpoint.
     */
    private void forget(Route removed) throws Exception {
        for (RoutePolicy policy : removed.getRoutePolicyList()) {
            context.removeService(policy);
        }
        Endpoint endpoint = removed.getEndpoint();
        if (context.getRoutes().stream().noneMatch(route -> route.getEndpoint() == endpoint)) {
            context.removeEndpoint(endpoint);
        }
    }
}
