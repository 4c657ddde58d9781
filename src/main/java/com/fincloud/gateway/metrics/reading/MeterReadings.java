package com.fincloud.gateway.metrics.reading;

import com.fincloud.gateway.metrics.request.RequestMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the gateway's meters for the console. It stores no history: a rate needs two snapshots. Creating it reads every meter once.
 */
public final class MeterReadings {

    /** The id under which requests that no route serves are counted. */
    public static final String UNMATCHED = RequestMetrics.NONE;

    /** A meter's name, and its route or service. */
    private record Key(String name, @Nullable String of) {}

    private final Map<Key, List<Meter>> meters = new HashMap<>();

    private MeterReadings() {}

    /** Takes a snapshot of {@code registry}. */
    public static MeterReadings of(MeterRegistry registry) {
        MeterReadings figures = new MeterReadings();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            if (id.getName().startsWith("gateway.")) {
                String route = id.getTag("route");
                Key key = new Key(id.getName(), route == null ? id.getTag("service") : route);
                figures.meters.computeIfAbsent(key, unused -> new ArrayList<>()).add(meter);
            }
        }
        return figures;
    }

    /** The ids of the routes that have had a request. */
    public Set<String> routes() {
        return namesOf("gateway.requests");
    }

    /** The names of the services that have had a call. */
    public Set<String> services() {
        return namesOf("gateway.backend.calls");
    }

    private Set<String> namesOf(String meter) {
        Set<String> names = new TreeSet<>();
        for (Key key : meters.keySet()) {
            if (key.name().equals(meter) && key.of() != null) {
                names.add(key.of());
            }
        }
        return names;
    }

    /** A route's values, by public id. */
    public RouteReadings route(String id) {
        return new RouteReadings(
                count("gateway.requests", id, null, null),
                count("gateway.requests", id, "status", "4xx"),
                count("gateway.requests.failed", id, null, null),
                count("gateway.limiter.decisions", id, "decision", "refused"),
                count("gateway.route.requests.in.flight", id, null, null),
                times("gateway.request", id, null, null));
    }

    /** A service's values, by name. */
    public ServiceReadings service(String name) {
        Distribution all = times("gateway.backend.calls", name, null, null);
        long answered =
                times("gateway.backend.calls", name, "result", "answered").count();
        long aborted = times("gateway.backend.calls", name, "result", "aborted").count();
        return new ServiceReadings(
                all.count(),
                all.count() - answered - aborted,
                count("gateway.backend.connections", name, "state", "leased"),
                count("gateway.backend.connections", name, "state", "idle"),
                count("gateway.backend.capacity", name, null, null),
                all);
    }

    /** The limiter's values; all 0 if it is off. */
    public LimiterReadings limiter() {
        return new LimiterReadings(
                decisions("allowed"),
                decisions("refused"),
                count("gateway.limiter.degraded.seconds", null, null, null),
                times("gateway.redis", null, "result", "failed").count(),
                times("gateway.redis", null, "result", "answered"));
    }

    /** The values of a plan, by name; all 0 if it has decided nothing. */
    public PlanReadings plan(String name) {
        return new PlanReadings(
                plan(name, "allowed"), plan(name, "refused"), plan(name, "reported"), plan(name, "exempt"));
    }

    private long plan(String name, String decision) {
        return (long) find("gateway.plan.decisions", null, "plan", name)
                .filter(meter -> decision.equals(meter.getId().getTag("decision")))
                .mapToDouble(MeterReadings::value)
                .sum();
    }

    private long decisions(String decision) {
        return meters.keySet().stream()
                .filter(key -> key.name().equals("gateway.limiter.decisions"))
                .mapToLong(key -> count(key.name(), key.of(), "decision", decision))
                .sum();
    }

    private long count(String name, @Nullable String of, @Nullable String tag, @Nullable String value) {
        return (long)
                find(name, of, tag, value).mapToDouble(MeterReadings::value).sum();
    }

    private Distribution times(String name, @Nullable String of, @Nullable String tag, @Nullable String value) {
        return find(name, of, tag, value)
                .filter(Timer.class::isInstance)
                .map(meter -> Distribution.of((Timer) meter))
                .reduce(Distribution.NONE, Distribution::plus);
    }

    private Stream<Meter> find(String name, @Nullable String of, @Nullable String tag, @Nullable String value) {
        return meters.getOrDefault(new Key(name, of), List.of()).stream()
                .filter(meter -> tag == null
                        || String.valueOf(value).equals(meter.getId().getTag(tag)));
    }

    private static double value(Meter meter) {
        if (meter instanceof Gauge gauge) {
            return gauge.value();
        }
        if (meter instanceof Counter counter) {
            return counter.count();
        }
        return meter instanceof FunctionCounter counter ? counter.count() : 0;
    }
}
