package com.fincloud.gateway.routefile;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.routefile.bean.FileBean;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.check.BeanMentions;
import com.fincloud.gateway.routefile.check.CamelErrorReason;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.syntax.TextWithoutBeans;
import com.fincloud.gateway.routefile.trial.Candidate;
import com.fincloud.gateway.routefile.trial.Declared;
import com.fincloud.gateway.routefile.trial.RouteFileLoader;
import com.fincloud.gateway.routefile.trial.RouteKeys;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.routing.RouteHandover;
import com.fincloud.gateway.routing.RouteMatch;
import com.fincloud.gateway.upstream.Services;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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
 * The routes of the route files in the live context. A new version of a file starts beside the old version and takes over its requests in
 * one step. The old version is removed when its last request has been answered, even if that is a long download.
 */
public final class LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    /**
     * One version of a file's routes.
     *
     * @param ids the routes' ids in the context
     * @param declared the exclusive keys of the routes
     * @param beans the file's beans
     * @param uses beans of other files to which its text refers
     * @param sources its routes that create exchanges by themselves
     */
    public record Version(
            List<String> ids, Declared declared, List<FileBean> beans, List<FileBean> uses, SourceRoutes sources) {

        public Set<String> beanNames() {
            return declared.beans();
        }

        List<String> publicIds() {
            return declared.routes().stream().map(RouteKeys::routeId).toList();
        }
    }

    private final CamelContext context;
    private final GatewayHttpEngine engine;
    private final FileBeans beans;
    private final BeanEndpoints beanEndpoints;
    private final Services services;
    private final List<Version> leaving = new CopyOnWriteArrayList<>();
    private final BackgroundTasks sourceThreads = new BackgroundTasks(BackgroundTask.ROUTE_SOURCES, 4).endingWhenIdle();

    LiveRoutes(CamelContext context, GatewayHttpEngine engine, FileBeans beans, Services services) {
        this.context = context;
        this.engine = engine;
        this.beans = beans;
        this.beanEndpoints = new BeanEndpoints(context);
        this.services = services;
    }

    /**
     * Starts a version that replaces {@code previous}. If that fails, nothing changes, and the candidate's beans are destroyed.
     *
     * @param number the version number that distinguishes its routes from older versions with the same ids
     * @param wanted called when all routes have started; if it returns false, nothing changes
     * @throws RouteFileException if the version cannot be started
     */
    Version replace(@Nullable Version previous, Candidate candidate, int number, BooleanSupplier wanted) {
        Set<String> before = routeIds();
        SourceRoutes running = previous == null ? null : previous.sources();
        RouteHandover handover = engine.handover();
        BeanEndpoints.Earlier earlier =
                beanEndpoints.putAside(candidate.view().beans().keySet());
        try {
            RouteFileText text = candidate.text();
            RouteFileText routes =
                    candidate.declared().beans().isEmpty() ? text : TextWithoutBeans.of(RouteFileContents.of(text));
            Version version = beans.seeing(candidate.view(), () -> {
                RouteFileLoader.load(context, routes, number, running == null);
                return version(before, candidate, running);
            });
            if (!wanted.getAsBoolean()) {
                throw new RouteFileException("the file took too long to be loaded", 0, null);
            }
            beans.publish(candidate.beans());
            earlier.replaced();
            handover.commit(previous == null ? List.of() : previous.ids());
            retire(previous);
            return version;
        } catch (Exception | Error e) {
            handover.cancel();
            Set<String> added = routeIds();
            added.removeAll(before);
            remove(added);
            earlier.restore();
            retire(failed(candidate));
            throw CamelErrorReason.failure(e, candidate.text(), context);
        }
    }

    /** A version whose routes have not started. Only its services remain to be removed. */
    private Version failed(Candidate candidate) {
        return new Version(
                List.of(),
                new Declared(List.of(), Set.of(), candidate.declared().services()),
                candidate.beans(),
                List.of(),
                new SourceRoutes(context, sourceThreads, List.of()));
    }

    private Version version(Set<String> before, Candidate candidate, @Nullable SourceRoutes running) {
        List<Route> routes = context.getRoutes().stream()
                .filter(route -> !before.contains(route.getId()) && !route.isCreatedByKamelet())
                .toList();
        Declared declared = candidate.declared();
        List<RouteKeys> keys = routes.stream().map(RouteKeys::of).toList();
        if (!declared.routes().containsAll(keys)) {
            throw new RouteFileException("the file makes other routes than in its check", 0, null);
        }
        return new Version(
                routes.stream().map(Route::getId).toList(),
                new Declared(keys, declared.beans(), declared.services(), declared.calls()),
                candidate.beans(),
                beansIn(candidate),
                SourceRoutes.after(running, new SourceRoutes(context, sourceThreads, sources(routes))));
    }

    /** The beans of other files to which the text refers, as this thread sees them. */
    private List<FileBean> beansIn(Candidate candidate) {
        List<FileBean> alive = beans.alive();
        Set<String> mentioned = new BeanMentions(
                        alive.stream().map(FileBean::name).toList())
                .in(candidate.text().text());
        return alive.stream()
                .filter(bean -> mentioned.contains(bean.name())
                        && !candidate.beans().contains(bean)
                        && beans.lookupByName(bean.name()) == bean.instance())
                .toList();
    }

    private static List<String> sources(List<Route> routes) {
        return routes.stream()
                .filter(route -> RouteMatch.of(route) == null && !(route.getConsumer() instanceof DirectConsumer))
                .map(Route::getId)
                .toList();
    }

    /** Takes a version out of service. */
    void remove(Version version) {
        RouteHandover handover = engine.handover();
        handover.commit(version.ids());
        retire(version);
    }

    private void retire(@Nullable Version version) {
        if (version != null) {
            version.sources().leave();
            leaving.add(version);
        }
    }

    /** Whether old versions still answer requests. */
    boolean isLeaving() {
        return !leaving.isEmpty();
    }

    /** The ids in the context of these versions and of versions that are leaving. */
    Set<String> ids(Collection<Version> staying) {
        Set<String> ids = new LinkedHashSet<>();
        staying.forEach(version -> ids.addAll(version.ids()));
        leaving.forEach(version -> ids.addAll(version.ids()));
        return ids;
    }

    /** Removes the versions that have answered their last request. */
    void sweep(Collection<Version> staying) {
        List<Version> gone = new ArrayList<>();
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
    private void removeServices(Version gone, Collection<Version> staying) {
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
    private boolean isUsed(Version version, Collection<Version> staying) {
        return Stream.concat(staying.stream(), leaving.stream().filter(other -> other != version))
                .flatMap(other -> other.uses().stream())
                .anyMatch(bean -> version.beans().stream().anyMatch(own -> own == bean));
    }

    private boolean isDone(Version version) {
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

    /** The ids of all routes but those behind {@code kamelet:} endpoints, which Camel makes once for all that use the endpoint. */
    private Set<String> routeIds() {
        Set<String> ids = new LinkedHashSet<>();
        context.getRoutes().stream()
                .filter(route -> !route.isCreatedByKamelet())
                .forEach(route -> ids.add(route.getId()));
        return ids;
    }

    /** Stops waiting for sources. */
    void close() {
        sourceThreads.close();
    }
}
