package com.fincloud.gateway.routefile.live;

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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the route files in the live context. A new version of a file starts beside the old version and takes over its requests in
 * one step. The old version is removed when its last request has been answered, even if that is a long download.
 */
public final class LiveRoutes {

    private final CamelContext context;
    private final GatewayHttpEngine engine;
    private final FileBeans beans;
    private final BeanEndpoints beanEndpoints;
    private final LeavingVersions leaving;
    private final BackgroundTasks sourceThreads = new BackgroundTasks(BackgroundTask.ROUTE_SOURCES, 4).endingWhenIdle();

    /** Creates them without any route of a file. Services that only removed routes have used are removed from {@code services}. */
    public LiveRoutes(CamelContext context, GatewayHttpEngine engine, FileBeans beans, Services services) {
        this.context = context;
        this.engine = engine;
        this.beans = beans;
        this.beanEndpoints = new BeanEndpoints(context);
        this.leaving = new LeavingVersions(context, beans, beanEndpoints, services);
    }

    /**
     * Starts a version that replaces {@code previous}. If that fails, nothing changes, and the candidate's beans are destroyed.
     *
     * @param number the version number that distinguishes its routes from older versions with the same ids
     * @param wanted called when all routes have started; if it returns false, nothing changes
     * @throws RouteFileException if the version cannot be started
     */
    public FileVersion replace(
            @Nullable FileVersion previous, Candidate candidate, int number, BooleanSupplier wanted) {
        Set<String> before = routeIds();
        SourceRoutes running = previous == null ? null : previous.sources();
        RouteHandover handover = engine.handover();
        BeanEndpoints.Earlier earlier =
                beanEndpoints.putAside(candidate.view().beans().keySet());
        try {
            RouteFileText text = candidate.text();
            RouteFileText routes =
                    candidate.declared().beans().isEmpty() ? text : TextWithoutBeans.of(RouteFileContents.of(text));
            FileVersion version = beans.seeing(candidate.view(), () -> {
                RouteFileLoader.load(context, routes, number, running == null);
                return version(before, candidate, running);
            });
            if (!wanted.getAsBoolean()) {
                throw new RouteFileException("the file took too long to be loaded", 0, null);
            }
            beans.publish(candidate.beans());
            earlier.replaced();
            handover.commit(previous == null ? List.of() : previous.ids());
            if (previous != null) {
                leaving.add(previous);
            }
            return version;
        } catch (Exception | Error e) {
            boolean unused = Thread.interrupted(); // the end of the wait for this version must not end its removal
            handover.cancel();
            Set<String> added = routeIds();
            added.removeAll(before);
            leaving.remove(added);
            earlier.restore();
            leaving.add(failed(candidate));
            throw CamelErrorReason.failure(e, candidate.text(), context);
        }
    }

    /** A version whose routes have not started. Only its services remain to be removed. */
    private FileVersion failed(Candidate candidate) {
        return new FileVersion(
                List.of(),
                new Declared(List.of(), Set.of(), candidate.declared().services()),
                candidate.beans(),
                List.of(),
                new SourceRoutes(context, sourceThreads, List.of()));
    }

    private FileVersion version(Set<String> before, Candidate candidate, @Nullable SourceRoutes running) {
        List<Route> routes = context.getRoutes().stream()
                .filter(route -> !before.contains(route.getId()) && !route.isCreatedByKamelet())
                .toList();
        Declared declared = candidate.declared();
        List<RouteKeys> keys = routes.stream().map(RouteKeys::of).toList();
        if (!declared.routes().containsAll(keys)) {
            throw new RouteFileException(
                    "it makes other routes than in its check (expected: the same routes each time that it is loaded)",
                    0,
                    null);
        }
        return new FileVersion(
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
    public void remove(FileVersion version) {
        RouteHandover handover = engine.handover();
        handover.commit(version.ids());
        leaving.add(version);
    }

    /** Whether old versions still answer requests. */
    public boolean isLeaving() {
        return !leaving.isEmpty();
    }

    /** The ids in the context of these versions and of versions that are leaving. */
    public Set<String> ids(Collection<FileVersion> staying) {
        Set<String> ids = leaving.ids();
        staying.forEach(version -> ids.addAll(version.ids()));
        return ids;
    }

    /** Removes the versions that have answered their last request; {@code staying} are the versions that serve. */
    public void sweep(Collection<FileVersion> staying) {
        leaving.sweep(staying);
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
    public void close() {
        sourceThreads.close();
    }
}
