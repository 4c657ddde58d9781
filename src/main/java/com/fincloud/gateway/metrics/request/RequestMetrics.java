package com.fincloud.gateway.metrics.request;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RequestMeter;
import com.fincloud.gateway.http.RequestMeters;
import com.fincloud.gateway.http.RouteAttributes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/**
 * One meter for each route and service, shared by all versions of the route. It is removed with the last version, so that edits of route
 * files leave no time series behind.
 */
public final class RequestMetrics implements RequestMeters {

    /** The tag value for an unknown value. */
    public static final String NONE = "none";

    private record Key(String route, String service) {}

    private static final class Shared {

        private final RouteMeter meter;
        private final List<IntSupplier> versions = new CopyOnWriteArrayList<>();

        private Shared(MeterRegistry registry, TraceExemplars traces, Tags tags) {
            meter = new RouteMeter(registry, traces, tags, this::inFlight);
        }

        private int inFlight() {
            return versions.stream().mapToInt(IntSupplier::getAsInt).sum();
        }
    }

    private final MeterRegistry registry;
    private final TraceExemplars traces;
    private final String unmatched;
    private final Map<Key, Shared> meters = new HashMap<>();

    /** Creates meters in {@code registry}. The route with the id {@code unmatched} serves paths without a route. */
    public RequestMetrics(MeterRegistry registry, TraceExemplars traces, String unmatched) {
        this.registry = registry;
        this.traces = traces;
        this.unmatched = unmatched;
    }

    @Override
    public synchronized RequestMeter open(RouteAttributes route, IntSupplier inFlight) {
        boolean none = route.routeId().isEmpty() || route.routeId().equals(unmatched);
        Key key = new Key(none ? NONE : route.routeId(), route.service().isEmpty() ? NONE : route.service());
        Shared shared = meters.computeIfAbsent(key, this::make);
        shared.versions.add(inFlight);
        return new Share(key, shared, inFlight);
    }

    private Shared make(Key key) {
        return new Shared(registry, traces, Tags.of("route", key.route(), "service", key.service()));
    }

    private synchronized void leave(Key key, Shared shared, IntSupplier inFlight) {
        shared.versions.remove(inFlight);
        if (shared.versions.isEmpty()) {
            meters.remove(key, shared);
            shared.meter.close();
        }
    }

    /** One version's use of a route's meter. */
    private final class Share implements RequestMeter {

        private final Key key;
        private final Shared shared;
        private final IntSupplier inFlight;
        private boolean closed;

        private Share(Key key, Shared shared, IntSupplier inFlight) {
            this.key = key;
            this.shared = shared;
            this.inFlight = inFlight;
        }

        @Override
        public void limited(boolean allowed, boolean degraded) {
            shared.meter.limited(allowed, degraded);
        }

        @Override
        public void completed(RequestContext context) {
            shared.meter.completed(context);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                leave(key, shared, inFlight);
            }
        }
    }
}
