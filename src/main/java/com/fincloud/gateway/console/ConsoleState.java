package com.fincloud.gateway.console;

import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.metrics.reading.MeterReadings;
import com.fincloud.gateway.routefile.FileChange;
import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.RouteListing;
import com.fincloud.gateway.routefile.RouteRow;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.settings.GatewaySettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The current data of the page, without backends' health and diagrams. It has counters since the start, from which the page computes rates.
 * Reading it makes no upstream request.
 */
final class ConsoleState {

    /** The most routes and services of which a history is kept. */
    private static final int MOST_KEPT = 300;

    private final GatewaySettings settings;
    private final HealthReport report;
    private final RouteListing listing;
    private final RouteFolder folder;
    private final MeterRegistry metrics;
    private final CallerState callers;
    private final Clock clock;

    ConsoleState(
            GatewaySettings settings,
            HealthReport report,
            RouteListing listing,
            RouteFolder folder,
            MeterRegistry metrics,
            CallerState callers,
            Clock clock) {
        this.settings = settings;
        this.report = report;
        this.listing = listing;
        this.folder = folder;
        this.metrics = metrics;
        this.callers = callers;
        this.clock = clock;
    }

    Map<String, Object> now() {
        MeterReadings figures = MeterReadings.of(metrics);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("gateway", gateway());
        state.put("routes", routes(figures));
        state.put("unmatched", figures.route(MeterReadings.UNMATCHED));
        state.put("services", services(figures));
        state.put("limiter", limiter(figures));
        state.put("refused_callers", callers.refused());
        state.put("plans", callers.plans(figures));
        state.put("api_keys", callers.apiKeys());
        state.put("websockets", webSockets());
        state.put("redis", report.redis());
        state.put("redis_missed", report.redisIsMissed());
        state.put("revocations", report.revocations());
        state.put("key_set", report.keySet());
        state.put("api_documents", report.apiDocuments());
        state.put("directory", String.valueOf(settings.routes().directory()));
        state.put("files", folder.files().stream().map(ConsoleState::file).toList());
        state.put("changes", folder.changes().stream().map(ConsoleState::change).toList());
        return state;
    }

    /**
     * The counters alone, in the form of {@link #now}, for the page's history. Routes and services that have counted nothing are left out. Null
     * if there are more than {@link #MOST_KEPT} of them.
     */
    @Nullable
    Map<String, Object> sample() {
        MeterReadings figures = MeterReadings.of(metrics);
        if (figures.routes().size() + figures.services().size() > MOST_KEPT) {
            return null;
        }
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put(
                "gateway",
                Map.of("uptime_ms", ManagementFactory.getRuntimeMXBean().getUptime()));
        sample.put(
                "routes",
                figures.routes().stream()
                        .filter(id -> !id.equals(MeterReadings.UNMATCHED))
                        .map(id -> Map.of("row", Map.of("id", id), "figures", figures.route(id)))
                        .toList());
        sample.put("unmatched", figures.route(MeterReadings.UNMATCHED));
        sample.put(
                "services",
                figures.services().stream()
                        .map(name -> Map.of("name", name, "figures", figures.service(name)))
                        .toList());
        sample.put("limiter", Map.of("figures", figures.limiter()));
        sample.put("plans", callers.plans(figures));
        sample.put("websockets", webSockets());
        return sample;
    }

    private long webSockets() {
        Gauge open = metrics.find("gateway.websockets.open").gauge();
        return open == null ? 0 : (long) open.value();
    }

    private Map<String, Object> gateway() {
        Map<String, Object> gateway = report.brief();
        gateway.put("not_ready", report.notReady());
        gateway.put("unsafe", settings.unsafe());
        gateway.put("time", clock.instant().toString());
        gateway.put("uptime_ms", ManagementFactory.getRuntimeMXBean().getUptime());
        return gateway;
    }

    private List<Map<String, Object>> routes(MeterReadings figures) {
        List<Map<String, Object>> routes = new ArrayList<>();
        for (RouteRow row : listing.rows()) {
            Map<String, Object> route = new LinkedHashMap<>();
            route.put("row", row);
            route.put("figures", figures.route(row.id()));
            routes.add(route);
        }
        return routes;
    }

    private List<Map<String, Object>> services(MeterReadings figures) {
        List<Map<String, Object>> services = new ArrayList<>();
        Map<String, Object> instances = report.instances();
        Map<String, List<String>> addresses = report.addresses();
        report.circuitBreakers().forEach((name, circuit) -> {
            Map<String, Object> service = new LinkedHashMap<>();
            service.put("name", name);
            service.put("circuit", circuit);
            service.put("instances", instances.getOrDefault(name, List.of()));
            service.put("addresses", addresses.getOrDefault(name, List.of()));
            service.put("figures", figures.service(name));
            services.add(service);
        });
        return services;
    }

    private Map<String, Object> limiter(MeterReadings figures) {
        GatewaySettings.RateLimit limits = settings.rateLimit();
        Map<String, Object> limiter = new LinkedHashMap<>();
        limiter.put("enabled", limits.enabled());
        limiter.put("per_minute", limits.perMinute());
        limiter.put("per_hour", limits.perHour());
        limiter.put("on_redis_failure", limits.onRedisFailure().name().toLowerCase(Locale.ROOT));
        limiter.put("figures", figures.limiter());
        return limiter;
    }

    private static Map<String, Object> file(RouteFile file) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", file.name());
        shown.put("status", file.status());
        shown.put("routes", file.routes());
        shown.put("findings", file.error() == null ? List.of() : file.error().findings());
        return shown;
    }

    private static Map<String, Object> change(FileChange change) {
        Finding finding = change.finding();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", change.at().toString());
        shown.put("event", change.event().word());
        shown.put("file", change.file());
        shown.put("routes", change.routes());
        shown.put("reason", finding == null ? null : finding.sentence());
        return shown;
    }
}
