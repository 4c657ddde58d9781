package com.fincloud.gateway.metrics;

import com.fincloud.gateway.edge.RouteVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicy;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyConfiguration;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyNamingStrategy;
import org.apache.camel.spi.RoutePolicy;

/**
 * Camel's route metrics, tagged with the id that everybody knows: the versions of a reloaded route go on counting where their
 * predecessors stopped, and no reload adds a series. They go with the last version of their route.
 */
public final class CamelRouteMetrics extends MicrometerRoutePolicyFactory {

    /** Metrics in {@code registry}. */
    public CamelRouteMetrics(MeterRegistry registry) {
        setMeterRegistry(registry);
        setNamingStrategy(new PublicIds());
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode definition) {
        MicrometerRoutePolicy policy = new MicrometerRoutePolicy(this) {
            @Override
            public void onRemove(Route route) {
                if (!hasSuccessor(route)) {
                    super.onRemove(route);
                }
            }
        };
        policy.setMeterRegistry(getMeterRegistry());
        policy.setNamingStrategy(getNamingStrategy());
        MicrometerRoutePolicyConfiguration counted = getPolicyConfiguration();
        counted.setContextEnabled(false); // what all routes have done together is the sum of what each has
        policy.setConfiguration(counted);
        return policy;
    }

    private static boolean hasSuccessor(Route route) {
        String id = RouteVersion.publicId(route.getRouteId());
        return route.getCamelContext().getRoutes().stream()
                .anyMatch(other -> other != route
                        && RouteVersion.publicId(other.getRouteId()).equals(id));
    }

    private static final class PublicIds implements MicrometerRoutePolicyNamingStrategy {

        @Override
        public String getName(Route route) {
            return DEFAULT.getName(route);
        }

        @Override
        public String formatName(String name) {
            return DEFAULT.formatName(name);
        }

        @Override
        public Tags getTags(Route route) {
            return named(MicrometerRoutePolicyNamingStrategy.super.getTags(route), route);
        }

        @Override
        public Tags getExchangeStatusTags(Route route) {
            return named(MicrometerRoutePolicyNamingStrategy.super.getExchangeStatusTags(route), route);
        }

        private static Tags named(Tags tags, Route route) {
            return tags.and(MicrometerConstants.ROUTE_ID_TAG, RouteVersion.publicId(route.getRouteId()));
        }
    }
}
