package com.fincloud.gateway.metrics;

import com.fincloud.gateway.metrics.request.Buckets;
import com.fincloud.gateway.metrics.request.LazyMeters;
import com.fincloud.gateway.upstream.Service;
import com.fincloud.gateway.upstream.Services;
import com.fincloud.gateway.upstream.circuit.EndpointCircuits;
import com.fincloud.gateway.upstream.client.ServiceClient;
import com.fincloud.gateway.upstream.client.ServiceMeter;
import com.fincloud.gateway.upstream.client.UpstreamResult;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The metrics of each service: its requests, its connections and its circuit. */
final class ServiceMetrics implements MeterBinder {

    private final Services services;

    ServiceMetrics(Services services) {
        this.services = services;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(services.breakers())
                .bindTo(registry);
        services.onNew(service -> bind(service, registry));
        services.onRemoved(service -> unbind(service, registry));
        services.all().forEach(service -> bind(service, registry));
    }

    private static void bind(Service service, MeterRegistry registry) {
        service.client().measure(new Calls(service.name(), registry));
        new CircuitTransitions(service.name(), registry).follow(service.breaker());
        showState(service, registry);
        new InstanceMetrics(service, registry).follow();
        Gauge.builder("gateway.circuit.endpoints.open", service.endpoints(), EndpointCircuits::open)
                .description("Endpoints whose own circuit is open, while the rest of their service is called")
                .tag("service", service.name())
                .register(registry);
        gauge(service, registry, "leased", ServiceClient::leased);
        gauge(service, registry, "idle", ServiceClient::idle);
        Gauge.builder("gateway.backend.capacity", service.client(), ServiceClient::maxCalls)
                .description("Calls of a service that may be under way at once (MAX_CALLS_PER_SERVICE)")
                .tag("service", service.name())
                .register(registry);
        FunctionCounter.builder("gateway.backend.refused", service.client(), ServiceClient::refused)
                .description("Calls refused because MAX_CALLS_PER_SERVICE were under way")
                .tag("service", service.name())
                .register(registry);
    }

    /** Replaces Resilience4j's gauges of the circuit's state, so that they show the same state as the health report. */
    private static void showState(Service service, MeterRegistry registry) {
        registry.find("resilience4j.circuitbreaker.state")
                .tag("name", service.name())
                .gauges()
                .forEach(registry::remove);
        for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
            Gauge.builder(
                            "resilience4j.circuitbreaker.state",
                            service.status(),
                            status -> status.shown() == state ? 1 : 0)
                    .description("The states of the circuit breaker")
                    .tag("name", service.name())
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** Removes the time series of a breaker that was removed. */
    private static void unbind(Service service, MeterRegistry registry) {
        service.client().measure(ServiceMeter.NONE);
        List<Meter> series = registry.getMeters().stream()
                .filter(meter -> service.name().equals(meter.getId().getTag("service")))
                .filter(meter -> meter.getId().getName().startsWith("gateway.backend.")
                        || meter.getId().getName().startsWith("gateway.circuit."))
                .toList();
        series.forEach(registry::remove);
    }

    private static void gauge(
            Service service, MeterRegistry registry, String state, ToDoubleFunction<ServiceClient> count) {
        Gauge.builder("gateway.backend.connections", service.client(), count)
                .description("Connections to a service")
                .tag("service", service.name())
                .tag("state", state)
                .register(registry);
    }

    private static final class Calls implements ServiceMeter {

        private static final UpstreamResult[] RESULTS = UpstreamResult.values();

        private final LazyMeters<Timer> calls;
        private final Timer connects;

        private Calls(String service, MeterRegistry registry) {
            calls = new LazyMeters<>(registry, RESULTS.length, result -> Buckets.answer("gateway.backend.calls")
                    .description("Calls of a service, to the head of its answer")
                    .tag("service", service)
                    .tag("result", RESULTS[result].word())
                    .register(registry));
            connects = Timer.builder("gateway.backend.connects")
                    .description("New connections to a service, and what each took")
                    .tag("service", service)
                    .register(registry);
        }

        @Override
        @SuppressWarnings("EnumOrdinal") // the index into an array that lives no longer than the enum
        public void called(UpstreamResult result, long nanos) {
            Timer timer = calls.get(result.ordinal());
            if (timer != null) {
                timer.record(nanos, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void connected(long nanos) {
            connects.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
