package com.fincloud.gateway.way;

import com.fincloud.gateway.backend.Service;
import com.fincloud.gateway.backend.ServiceClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * A service's connections, {@code gateway_backend_connections{service, state}}, the state being leased or idle, and the calls that found
 * none, {@code gateway_backend_refused_total{service}}.
 */
final class PoolMetrics {

    private PoolMetrics() {}

    static void bind(Service service, MeterRegistry registry) {
        gauge(service, registry, "leased", ServiceClient::leased);
        gauge(service, registry, "idle", ServiceClient::idle);
        FunctionCounter.builder("gateway.backend.refused", service.client(), ServiceClient::refused)
                .description("Calls refused because MAX_CALLS_PER_SERVICE were under way")
                .tag("service", service.name())
                .register(registry);
    }

    private static void gauge(
            Service service, MeterRegistry registry, String state, ToDoubleFunction<ServiceClient> count) {
        Gauge.builder("gateway.backend.connections", service.client(), count)
                .description("Connections to a service")
                .tag("service", service.name())
                .tag("state", state)
                .register(registry);
    }
}
