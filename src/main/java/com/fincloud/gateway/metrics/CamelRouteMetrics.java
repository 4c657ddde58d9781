package com.fincloud.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;

/**
 * Camel's route metrics, under the names of its Micrometer component, tagged with the id that everybody knows: the versions of a
 * reloaded route go on counting where their predecessors stopped, and no reload adds a series. Camel's own policy makes a text with
 * {@code String.format} twice for each exchange, which takes longer than all that is measured here.
 */
public final class CamelRouteMetrics implements RoutePolicyFactory {

    private final MeterRegistry registry;

    /** Metrics in {@code registry}. */
    public CamelRouteMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode definition) {
        return new RouteExchanges(registry);
    }
}
