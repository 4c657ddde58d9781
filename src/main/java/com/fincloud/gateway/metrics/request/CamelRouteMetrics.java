package com.fincloud.gateway.metrics.request;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;

/**
 * Camel's route metrics, under the names of its Micrometer component, tagged with the public route id. A reloaded route continues the
 * counters of its previous version, and a reload adds no time series. Camel's own policy calls {@code String.format} twice for each
 * exchange, which takes longer than all measurements here.
 */
public final class CamelRouteMetrics implements RoutePolicyFactory {

    private final MeterRegistry registry;

    /** Creates the metrics in {@code registry}. */
    public CamelRouteMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode definition) {
        return new RouteExchanges(registry);
    }
}
