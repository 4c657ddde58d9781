package com.fincloud.gateway.metrics.request;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RequestMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The meters of one route's requests. Its time series are created with the first request, because many routes never have one. */
final class RouteMeter implements RequestMeter {

    private static final Method[] METHODS = Method.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final String[] STATUSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final MeterRegistry registry;
    private final TraceExemplars traces;
    private final Tags tags;
    private final Gauge inFlight;
    private final FailedRequests failed;
    private final LazyMeters<Counter> requests;
    private final LazyMeters<Counter> decisions;
    private volatile @Nullable RouteTotals totals;
    private boolean closed;

    RouteMeter(MeterRegistry registry, TraceExemplars traces, Tags tags, IntSupplier inFlight) {
        this.registry = registry;
        this.traces = traces;
        this.tags = tags;
        this.inFlight = Gauge.builder("gateway.route.requests.in.flight", () -> inFlight.getAsInt())
                .description("Requests that a route is answering")
                .tags(tags)
                .register(registry);
        this.failed = new FailedRequests(registry, tags);
        this.requests =
                new LazyMeters<>(registry, STATUSES.length * OUTCOMES.length * METHODS.length, this::requestsOf);
        this.decisions = new LazyMeters<>(registry, 4, this::decisionsOf);
    }

    private Counter requestsOf(int index) {
        return Counter.builder("gateway.requests")
                .description("Clients' requests")
                .tags(tags)
                .tag("method", METHODS[index % METHODS.length].name())
                .tag("outcome", OUTCOMES[index / METHODS.length % OUTCOMES.length].word())
                .tag("status", STATUSES[index / METHODS.length / OUTCOMES.length])
                .register(registry);
    }

    private Counter decisionsOf(int index) {
        return Counter.builder("gateway.limiter.decisions")
                .description("Decisions of the rate limiter")
                .tags(tags)
                .tag("decision", (index & 1) == 0 ? "refused" : "allowed")
                .tag("degraded", (index & 2) == 0 ? "false" : "true")
                .register(registry);
    }

    @Override
    public void limited(boolean allowed, boolean degraded) {
        increment(decisions.get((allowed ? 1 : 0) + (degraded ? 2 : 0)));
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // the index into an array that lives no longer than the enums
    public void completed(RequestContext context) {
        RouteTotals known = totals();
        if (known == null) {
            return;
        }
        int status = status(context);
        Outcome outcome = Outcome.of(context);
        traces.begin(context);
        try {
            increment(requests.get((status * OUTCOMES.length + outcome.ordinal()) * METHODS.length
                    + Method.of(context.request().method()).ordinal()));
            failed.count(outcome, status == 5);
            known.add(context);
        } finally {
            traces.end();
        }
    }

    /** The status as a tag value. A route may set any number. */
    private static int status(RequestContext context) {
        int hundreds = context.status() / 100;
        return hundreds < STATUSES.length ? hundreds : 0;
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    private @Nullable RouteTotals totals() {
        RouteTotals known = totals;
        return known == null ? register() : known;
    }

    private synchronized @Nullable RouteTotals register() {
        if (totals == null && !closed) {
            totals = RouteTotals.register(registry, tags);
        }
        return totals;
    }

    @Override
    public synchronized void close() {
        closed = true;
        registry.remove(inFlight);
        failed.close();
        requests.close();
        decisions.close();
        RouteTotals known = totals;
        if (known != null) {
            known.remove(registry);
        }
    }
}
