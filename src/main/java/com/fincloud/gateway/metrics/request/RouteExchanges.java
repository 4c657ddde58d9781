package com.fincloud.gateway.metrics.request;

import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.launch.FatalErrors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/** Counts and times the exchanges of one version of a route. */
final class RouteExchanges extends RoutePolicySupport {

    private final MeterRegistry registry;
    private volatile @Nullable Meters meters;

    RouteExchanges(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onStart(Route route) {
        if (meters == null) {
            meters = Meters.of(route, registry);
        }
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        Meters known = meters;
        if (known != null) {
            exchange.setProperty(known.began(), System.nanoTime());
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        requireMemory(exchange);
        Meters known = meters;
        if (known != null) {
            known.add(exchange);
        }
    }

    /** Checks for fatal errors. Camel catches every error of a step, and a route may handle it, or have no caller that sees it. */
    private static void requireMemory(Exchange exchange) {
        if (exchange.getException() != null) {
            FatalErrors.check(exchange.getException());
        }
        if (exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) instanceof Throwable caught) {
            FatalErrors.check(caught);
        }
    }

    /** Removes the meters with the last version of their route. */
    @Override
    public void onRemove(Route route) {
        Meters known = meters;
        meters = null;
        if (known != null && !hasSuccessor(route)) {
            known.all().forEach(registry::remove);
        }
    }

    private static boolean hasSuccessor(Route route) {
        String id = RouteVersion.publicId(route.getRouteId());
        return route.getCamelContext().getRoutes().stream()
                .anyMatch(other -> other != route
                        && RouteVersion.publicId(other.getRouteId()).equals(id));
    }

    /**
     * The meters of a route.
     *
     * @param began the exchange property with the time at which the route received the exchange
     */
    private record Meters(
            String began,
            Counter total,
            Counter succeeded,
            Counter failed,
            Counter failuresHandled,
            Counter redeliveries,
            Timer time) {

        static Meters of(Route route, MeterRegistry registry) {
            Tags tags = Tags.of("camelContext", route.getCamelContext().getName())
                    .and("kind", "CamelRoute")
                    .and("routeId", RouteVersion.publicId(route.getRouteId()))
                    .and("eventType", "route");
            return new Meters(
                    "camel.route.policy." + route.getRouteId(),
                    counter(registry, tags, "total", "Exchanges"),
                    counter(registry, tags, "succeeded", "Exchanges without an exception"),
                    counter(registry, tags, "failed", "Exchanges that ended in an exception"),
                    counter(registry, tags, "failures.handled", "Exceptions that the route handled"),
                    counter(registry, tags, "external.redeliveries", "Messages that a broker had delivered before"),
                    Timer.builder("camel.route.policy")
                            .description("Time in a route")
                            .tags(tags)
                            .register(registry));
        }

        private static Counter counter(MeterRegistry registry, Tags tags, String name, String description) {
            return Counter.builder("camel.exchanges." + name)
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }

        void add(Exchange exchange) {
            if (exchange.removeProperty(began) instanceof Long nanos) {
                time.record(System.nanoTime() - nanos, TimeUnit.NANOSECONDS);
            }
            total.increment();
            if (exchange.isFailed()) {
                failed.increment();
                return;
            }
            succeeded.increment();
            if (ExchangeHelper.isFailureHandled(exchange)) {
                failuresHandled.increment();
            }
            if (exchange.isExternalRedelivered()) {
                redeliveries.increment();
            }
        }

        List<Meter> all() {
            return List.of(total, succeeded, failed, failuresHandled, redeliveries, time);
        }
    }
}
