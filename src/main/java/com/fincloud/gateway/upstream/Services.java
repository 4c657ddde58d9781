package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.HeadBudget;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.circuit.BreakerStatus;
import com.fincloud.gateway.upstream.circuit.EndpointCircuits;
import com.fincloud.gateway.upstream.circuit.FailureStatuses;
import com.fincloud.gateway.upstream.circuit.ServiceBreaker;
import com.fincloud.gateway.upstream.client.Deadlines;
import com.fincloud.gateway.upstream.client.ServiceClient;
import com.fincloud.gateway.upstream.client.UpstreamFailure;
import com.fincloud.gateway.upstream.client.connect.AddressCache;
import com.fincloud.gateway.upstream.client.connect.BackendConnector;
import com.fincloud.gateway.upstream.client.connect.ConnectionTerms;
import com.fincloud.gateway.upstream.client.limit.WindowBudget;
import com.fincloud.gateway.upstream.instance.InstanceChecks;
import com.fincloud.gateway.upstream.instance.ServiceInstances;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The backend services by name. A reloaded route finds its service's breaker and connections unchanged; if the route file names a new URL for
 * the service, the breaker is closed. A service without routes is removed with its breaker and connections, unless the settings name it.
 */
public final class Services implements AutoCloseable {

    /** Without this setting Resilience4j counts a success that took more than a minute, for instance an upload, against the backend. */
    private static final Duration NEVER_SLOW = Duration.ofDays(365);

    private final Map<String, Service> services = new ConcurrentSkipListMap<>();
    private final CircuitBreakerRegistry breakers;
    private final GatewaySettings.Breaker settings;
    private final FailureStatuses statuses;
    private final int maxCalls;
    private final BackendTls tls;
    private final @Nullable HeadBudget heads;
    private final ConnectionTerms terms;
    private final WindowBudget windows =
            WindowBudget.ofHeap(Runtime.getRuntime().maxMemory());
    private final AddressCache names;
    private final BackendConnector connector;
    private final @Nullable InstanceChecks checks;
    private final Deadlines deadlines = new Deadlines();
    private final UpstreamResponseStore responseStore =
            UpstreamResponseStore.ofHeap(Runtime.getRuntime().maxMemory());
    private final Clock clock;
    private final Map<String, List<URI>> fixed = new ConcurrentSkipListMap<>();
    private final Map<String, Set<List<URI>>> addresses = new ConcurrentSkipListMap<>();
    private final List<Consumer<Service>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Service>> removals = new CopyOnWriteArrayList<>();

    /** Creates services with breakers for {@code settings}, each with at most {@code maxCalls} requests in flight. */
    public Services(GatewaySettings.Breaker settings, int maxCalls, Clock clock) {
        this(settings, maxCalls, clock, BackendTls.ofJdk(), null, ConnectionTerms.USUAL);
    }

    /** The same, with connections to https instances over {@code tls}. {@code heads} is null if the services will not be called. */
    public Services(
            GatewaySettings.Breaker settings,
            int maxCalls,
            Clock clock,
            BackendTls tls,
            @Nullable HeadBudget heads,
            ConnectionTerms terms) {
        this.heads = heads;
        this.terms = terms;
        this.names = new AddressCache(terms.nameAge());
        this.connector = new BackendConnector(tls, names);
        this.checks = heads == null ? null : new InstanceChecks(tls);
        this.tls = tls;
        this.settings = settings;
        this.statuses = new FailureStatuses(settings.failureStatuses());
        this.maxCalls = maxCalls;
        this.clock = clock;
        this.breakers = CircuitBreakerRegistry.of(config(settings, clock));
        deadlines.every(Duration.ofSeconds(1), () -> all().forEach(
                        service -> service.client().closeIdle()));
    }

    /**
     * The configuration of a breaker. N consecutive failures are a window of N calls with a failure rate of 100 %; any success keeps the
     * rate below.
     */
    static CircuitBreakerConfig config(GatewaySettings.Breaker settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.failureThreshold())
                .minimumNumberOfCalls(settings.failureThreshold())
                .failureRateThreshold(100)
                .slowCallDurationThreshold(NEVER_SLOW)
                .waitDurationInOpenState(settings.recoveryTimeout())
                .permittedNumberOfCallsInHalfOpenState(settings.successThreshold())
                .recordResult(new FailureStatuses(settings.failureStatuses())::isFailure)
                .ignoreException(UpstreamFailure::isNotBackendFailure)
                .clock(clock)
                .build();
    }

    /** The service of that name, which is created on first use. */
    public Service service(String name) {
        return services.computeIfAbsent(name, key -> {
            Service service = create(key);
            listeners.forEach(listener -> listener.accept(service));
            return service;
        });
    }

    /** The service of that name; null if there is none. */
    public @Nullable Service find(String name) {
        return services.get(name);
    }

    private Service create(String name) {
        CircuitBreaker breaker = breakers.circuitBreaker(name);
        int threshold = settings.failureThreshold();
        ServiceInstances instances = new ServiceInstances(name, threshold, clock);
        instances.onNewUrl(breaker::reset); // its failures are those of other instances
        EndpointCircuits endpoints = new EndpointCircuits(breaker, threshold, settings.recoveryTimeout(), clock);
        return new Service(
                name,
                new ServiceBreaker(breaker, statuses, instances),
                new BreakerStatus(breaker, endpoints, settings.recoveryTimeout(), clock),
                endpoints,
                instances,
                client());
    }

    /** Creates the services that the settings name, each with its instances. They exist even without a route. */
    public void keep(Map<String, List<URI>> named) {
        fixed.putAll(named);
        named.forEach((name, urls) -> service(name).instances().of(urls));
    }

    /** The services that the settings name. */
    public Map<String, List<URI>> kept() {
        return Collections.unmodifiableMap(fixed);
    }

    /** The lists of instances with which each service was requested. */
    public Map<String, Set<List<URI>>> addresses() {
        return Collections.unmodifiableMap(addresses);
    }

    Service service(String name, List<URI> urls) {
        addresses.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet()).add(urls);
        return service(name);
    }

    /** The active checks of instances; null if the services will not be called. */
    @Nullable
    InstanceChecks checks() {
        return checks;
    }

    /** The statuses that count as a failure of a service. */
    FailureStatuses statuses() {
        return statuses;
    }

    /** Removes a service without routes, with its breaker and its connections. A service that the settings name stays. */
    public void remove(String name) {
        Service service = fixed.containsKey(name) ? null : services.remove(name);
        if (service != null) {
            addresses.remove(name);
            breakers.remove(name);
            service.client().close();
            removals.forEach(listener -> listener.accept(service));
        }
    }

    /** Calls {@code listener} with each service that is removed from now on. */
    public void onRemoved(Consumer<Service> listener) {
        removals.add(listener);
    }

    private ServiceClient client() {
        return heads == null
                ? new ServiceClient(maxCalls, tls)
                : new ServiceClient(maxCalls, connector, heads, terms, windows);
    }

    /** Calls {@code listener} with each service that is created from now on. */
    public void onNew(Consumer<Service> listener) {
        listeners.add(listener);
    }

    /** All services, by name. */
    public Collection<Service> all() {
        return services.values();
    }

    /** The breakers, for metrics. */
    public CircuitBreakerRegistry breakers() {
        return breakers;
    }

    /** The stored responses of all routes. */
    UpstreamResponseStore responseStore() {
        return responseStore;
    }

    BackendTls tls() {
        return tls;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    @Override
    public void close() {
        deadlines.close();
        names.close();
        if (checks != null) {
            checks.close();
        }
        all().forEach(service -> service.client().close());
    }
}
