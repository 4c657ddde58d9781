package com.fincloud.gateway.routefile.live;

import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.routing.RoutePlaceholders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of one version of a file that create exchanges by themselves: timers, seda queues, file consumers. Two versions at the same
 * time would do the work twice, so a version's sources start when the previous version's sources have stopped.
 *
 * <p>Camel's stop of a route holds a lock of the context until the route's work is done, or interrupts the work after 16 s. Here a consumer
 * is told, without that lock, to start no new work, and its current work has {@link #MAX_WORK} to end.
 */
public final class SourceRoutes {

    /** How long the next version waits for the work of a leaving version. After that it starts, and the work still continues. */
    static final Duration MAX_WORK = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(SourceRoutes.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    private enum State {
        WAITING,
        RUNNING,
        LEAVING,
        ENDED
    }

    private final CamelContext context;
    private final BackgroundTasks threads;
    private final List<String> ids;
    private final List<Runnable> whenEnded = new ArrayList<>();
    private State state = State.RUNNING;

    /** Creates it for the running sources {@code ids}. */
    SourceRoutes(CamelContext context, BackgroundTasks threads, List<String> ids) {
        this.context = context;
        this.threads = threads;
        this.ids = List.copyOf(ids);
    }

    /** Returns {@code next}, whose sources are not started yet. They start when the sources of {@code predecessor} have ended. */
    static SourceRoutes after(@Nullable SourceRoutes predecessor, SourceRoutes next) {
        if (predecessor != null) {
            synchronized (next) {
                next.state = State.WAITING;
            }
            predecessor.whenEnded(next::follow);
        }
        return next;
    }

    private void whenEnded(Runnable action) {
        synchronized (this) {
            if (state != State.ENDED) {
                whenEnded.add(action);
                return;
            }
        }
        threads.run(action);
    }

    private void follow() {
        synchronized (this) {
            if (state != State.WAITING) {
                end();
                return;
            }
            state = State.RUNNING;
        }
        ids.forEach(this::start);
    }

    /** Tells the sources to start no new work. */
    synchronized void leave() {
        if (state == State.WAITING) {
            state = State.LEAVING; // ends together with its predecessor
        } else if (state == State.RUNNING) {
            state = State.LEAVING;
            if (ids.isEmpty()) {
                end();
            } else {
                threads.run(this::suspend);
            }
        }
    }

    /** Whether the sources have finished their work. */
    synchronized boolean ended() {
        return state == State.ENDED;
    }

    private void suspend() {
        for (String id : ids) {
            Route route = context.getRoute(id);
            if (route != null) {
                suspend(route);
            }
        }
        long began = System.nanoTime();
        Future<?> unused = threads.after(Duration.ZERO, () -> look(began));
    }

    private static void suspend(Route route) {
        Consumer consumer = route.getConsumer();
        try {
            if (consumer instanceof ShutdownAware aware) {
                aware.deferShutdown(route.getShutdownRunningTask()); // a batch ends with its current file
            }
            if (!(consumer instanceof Suspendable) || !ServiceHelper.suspendService(consumer)) {
                ServiceHelper.stopService(consumer);
            }
        } catch (RuntimeException e) {
            failed(route.getId(), e, "Route could not be stopped");
        }
    }

    private void look(long beganNanos) {
        boolean over = System.nanoTime() - beganNanos > MAX_WORK.toNanos();
        if (!over && ids.stream().anyMatch(this::works)) {
            Future<?> unused = threads.after(LOOK, () -> look(beganNanos));
            return;
        }
        for (String id : ids) {
            if (!over) {
                stop(id);
            }
        }
        end();
    }

    /** Stops a route. It has no work in progress, so Camel holds its lock only briefly. */
    private void stop(String id) {
        try {
            context.getRouteController().stopRoute(id);
        } catch (Exception e) {
            failed(id, e, "Route could not be stopped");
        }
    }

    private boolean works(String id) {
        Route route = context.getRoute(id);
        return route != null
                && (context.getInflightRepository().size(id) > 0
                        || (route.getConsumer() instanceof ScheduledPollConsumer poll && poll.isPolling()));
    }

    private void end() {
        List<Runnable> next;
        synchronized (this) {
            state = State.ENDED;
            next = List.copyOf(whenEnded);
            whenEnded.clear();
        }
        next.forEach(threads::run);
    }

    @SuppressWarnings("try") // the resource only has to stay open
    private void start(String id) {
        Route route = context.getRoute(id);
        if (route == null) {
            return;
        }
        try (RoutePlaceholders.Building building = RoutePlaceholders.building()) {
            route.setAutoStartup(true);
            NamedNode definition = route.getRoute();
            if (definition instanceof RouteDefinition model) {
                model.setAutoStartup(null);
            }
            context.getRouteController().startRoute(id);
        } catch (Exception e) {
            failed(id, e, "Route could not be started");
        }
    }

    private static void failed(String id, Exception cause, String event) {
        LOG.atError().addKeyValue("route_id", id).setCause(cause).log(event);
    }
}
