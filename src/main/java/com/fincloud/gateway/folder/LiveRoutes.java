package com.fincloud.gateway.folder;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.edge.GatewayEngine;
import com.fincloud.gateway.edge.Handover;
import com.fincloud.gateway.edge.HttpClaim;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.spi.RoutePolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of the files in the context that serves. A new version of a file comes up beside the old one, takes its requests over in
 * one step, and the old one goes when it has answered what it had begun, however long a download takes.
 */
final class LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    /**
     * One version of a file's routes.
     *
     * @param ids ids in the context
     * @param claims what they have for themselves
     * @param beans names of the file's beans
     * @param sources those of its routes that begin exchanges by themselves
     */
    record Version(List<String> ids, List<Claims> claims, Set<String> beans, SourceRoutes sources) {

        List<String> publicIds() {
            return claims.stream().map(Claims::routeId).toList();
        }
    }

    private final CamelContext context;
    private final GatewayEngine engine;
    private final List<Version> leaving = new CopyOnWriteArrayList<>();
    private final BackgroundTasks sourceThreads = new BackgroundTasks(BackgroundTask.ROUTE_SOURCES, 4).endingWhenIdle();

    LiveRoutes(CamelContext context, GatewayEngine engine) {
        this.context = context;
        this.engine = engine;
    }

    /**
     * Brings a version up, in place of {@code previous}; when that fails, all is as it was.
     *
     * @param number tells its routes from those that may still be there under the same ids
     * @param wanted asked once all has come up; when the answer is false, all is as it was
     * @throws RouteFileException when it does not come up
     */
    Version replace(@Nullable Version previous, RouteFileText text, int number, BooleanSupplier wanted) {
        Set<String> before = routeIds();
        SourceRoutes running = previous == null ? null : previous.sources();
        Handover handover = engine.handover();
        try {
            RouteFileLoader.load(context, text, number, running == null);
            Version version = version(before, text, running);
            if (!wanted.getAsBoolean()) {
                throw new RouteFileException("the file took too long to be loaded", 0, null);
            }
            handover.commit(previous == null ? List.of() : previous.ids());
            retire(previous);
            return version;
        } catch (Exception | Error e) {
            handover.cancel();
            Set<String> added = routeIds();
            added.removeAll(before);
            remove(added);
            throw CamelReason.failure(e, text, context);
        }
    }

    private Version version(Set<String> before, RouteFileText text, @Nullable SourceRoutes running) {
        List<Route> routes = context.getRoutes().stream()
                .filter(route -> !before.contains(route.getId()))
                .toList();
        return new Version(
                routes.stream().map(Route::getId).toList(),
                routes.stream().map(Claims::of).toList(),
                RouteFileContents.of(text).beans().keySet(),
                SourceRoutes.after(running, new SourceRoutes(context, sourceThreads, sources(routes))));
    }

    private static List<String> sources(List<Route> routes) {
        return routes.stream()
                .filter(route -> HttpClaim.of(route) == null && !(route.getConsumer() instanceof DirectConsumer))
                .map(Route::getId)
                .toList();
    }

    /** Takes a version out of service. */
    void remove(Version version) {
        Handover handover = engine.handover();
        handover.commit(version.ids());
        retire(version);
    }

    private void retire(@Nullable Version version) {
        if (version != null) {
            version.sources().leave();
            leaving.add(version);
        }
    }

    /** Whether versions wait for their last request to be answered. */
    boolean isLeaving() {
        return !leaving.isEmpty();
    }

    /** Ids in the context of these versions and of those that are about to go. */
    Set<String> ids(Collection<Version> staying) {
        Set<String> ids = new LinkedHashSet<>();
        staying.forEach(version -> ids.addAll(version.ids()));
        leaving.forEach(version -> ids.addAll(version.ids()));
        return ids;
    }

    /** Removes the versions that have answered their last request. */
    void sweep(Collection<Version> staying) {
        leaving.removeIf(version -> {
            if (!isDone(version)) {
                return false;
            }
            remove(version.ids());
            Set<String> orphans = new LinkedHashSet<>(version.beans());
            staying.forEach(other -> orphans.removeAll(other.beans()));
            orphans.forEach(context.getRegistry()::unbind);
            return true;
        });
    }

    private boolean isDone(Version version) {
        if (!version.sources().ended()) {
            return false;
        }
        for (String id : version.ids()) {
            Route route = context.getRoute(id);
            if (route != null
                    && (HttpClaim.inFlight(route) > 0
                            || context.getInflightRepository().size(id) > 0)) {
                return false;
            }
        }
        return true;
    }

    private void stop(String id) {
        try {
            context.getRouteController().stopRoute(id);
        } catch (Exception e) {
            LOG.atError().addKeyValue("route_id", id).setCause(e).log("Route could not be stopped");
        }
    }

    private void remove(Collection<String> ids) {
        for (String id : ids) {
            Route route = context.getRoute(id);
            ServiceStatus status = context.getRouteController().getRouteStatus(id);
            if (status == null
                    || !status.isStopped()) { // Camel stops a stopped timer again, and its successor's with it
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

    /**
     * Lets go what Camel keeps of a removed route: its policies, which the context holds as services for ever, and the endpoint of a
     * {@code rest:} route, which is another than its consumer's.
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

    private Set<String> routeIds() {
        Set<String> ids = new LinkedHashSet<>();
        context.getRoutes().forEach(route -> ids.add(route.getId()));
        return ids;
    }

    /** Ends what waits for sources. */
    void close() {
        sourceThreads.close();
    }
}
