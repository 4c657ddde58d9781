package com.fincloud.gateway.health;

import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.revocation.RevocationStatus;
import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.BreakerStatus;
import com.fincloud.gateway.upstream.Service;
import com.fincloud.gateway.upstream.Services;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gateway's health reports: a short one for probes, a detailed one for operators. */
public final class HealthReport {

    private final GatewaySettings settings;
    private final Readiness readiness;
    private final Services services;
    private final InstanceReport instances;
    private final RateLimiter limiter;
    private final RevocationFeed revocations;
    private final RouteFolder folder;
    private final ConfigFiles files;
    private final ApiDocuments documents;
    private final KeySetReport keys;

    /** Creates the report of these parts. */
    public HealthReport(
            GatewaySettings settings,
            Readiness readiness,
            Services services,
            RateLimiter limiter,
            RevocationFeed revocations,
            RouteFolder folder,
            ConfigFiles files,
            ApiDocuments documents,
            KeySetReport keys) {
        this.settings = settings;
        this.readiness = readiness;
        this.services = services;
        this.instances = new InstanceReport(services);
        this.limiter = limiter;
        this.revocations = revocations;
        this.folder = folder;
        this.files = files;
        this.documents = documents;
        this.keys = keys;
    }

    /** The short report: the gateway runs. */
    public Map<String, Object> brief() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", "healthy");
        report.put("service", settings.serviceName());
        report.put("version", settings.version());
        return report;
    }

    /** Why this instance is not ready for requests; null if it is ready. */
    public @Nullable String notReady() {
        String reason = readiness.reason();
        boolean refusing = settings.rateLimit().enabled()
                && settings.rateLimit().onRedisFailure() == GatewaySettings.OnRedisFailure.CLOSED
                && limiter.degraded();
        if (reason == null && folder.missing()) {
            return folder.problem();
        }
        if (reason == null && !keys.hasKey()) {
            return "token keys unavailable";
        }
        if (reason != null || !refusing) {
            return reason;
        }
        return limiter.redisIsFull() ? "redis full" : "redis unavailable";
    }

    /**
     * The detailed report.
     *
     * @param answers the backends' health by service name
     */
    public Map<String, Object> detailed(Map<?, ?> answers) {
        Map<String, Object> backends = new LinkedHashMap<>();
        boolean healthy = folder.healthy() && files.healthy();
        for (String name : settings.services().keySet()) {
            Object answer = answers.get(name);
            backends.put(name + "_service", answer == null ? timedOut() : answer);
            healthy &= answer instanceof Map<?, ?> found && AskedInstance.allHealthy(found);
        }
        healthy &= instances.isHealthy();
        services.all()
                .forEach(service -> backends.computeIfAbsent(service.name() + "_service", key -> ofRoutes(service)));
        RevocationStatus revoked = revocations.status();
        healthy &= !redisIsMissed(revoked) && keys.isCurrent();
        for (Service service : services.all()) {
            healthy &= service.status().state().equals("closed");
        }
        Map<String, Object> report = brief();
        report.put("status", healthy ? "healthy" : "degraded");
        report.put("services", backends);
        report.put("redis", redis(revoked));
        report.put("revocations", revocations(revoked));
        report.put("key_set", keySet());
        report.put("circuit_breakers", circuitBreakers());
        report.put("instances", instances.all());
        report.put("protocols", instances.protocols());
        report.put("routes", routes());
        if (!files.all().isEmpty()) {
            report.put("config_files", files.report());
        }
        report.put("api_documents", apiDocuments());
        return report;
    }

    /** The state of the services' API documents. They are not needed to serve requests, so they do not affect the health status. */
    public Map<String, Object> apiDocuments() {
        Map<String, Object> all = new LinkedHashMap<>();
        documents.services().forEach(document -> all.put(document.service(), document.report()));
        return all;
    }

    /** The state of each service's circuit: {@code closed}, {@code open} or {@code half_open}. */
    Map<String, String> circuits() {
        Map<String, String> circuits = new LinkedHashMap<>();
        services.all()
                .forEach(
                        service -> circuits.put(service.name(), service.status().state()));
        return circuits;
    }

    /** The instances of each service with several. */
    public Map<String, Object> instances() {
        return instances.all();
    }

    /** The addresses of each service's instances, in their order. They are internal: no client may read them. */
    public Map<String, List<String>> addresses() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Service service : services.all()) {
            all.put(
                    service.name(),
                    service.instances().current().instances().stream()
                            .map(instance -> instance.host().toString())
                            .toList());
        }
        return all;
    }

    /** The status of each route file: {@code loaded} or {@code rejected}. */
    Map<String, String> routeFiles() {
        Map<String, String> files = new LinkedHashMap<>();
        folder.files().forEach(file -> files.put(file.name(), file.status()));
        return files;
    }

    /** The problem with the route folder itself; null if there is none. */
    @Nullable
    String routeFolderProblem() {
        return folder.problem();
    }

    /** The followed configuration files. */
    ConfigFiles configFiles() {
        return files;
    }

    /** Whether a required Redis is unavailable. */
    public boolean redisIsMissed() {
        return redisIsMissed(revocations.status());
    }

    /** The state of Redis. */
    public Map<String, Object> redis() {
        return redis(revocations.status());
    }

    /** The state of the keys that verify tokens. */
    public Map<String, Object> keySet() {
        return keys.report();
    }

    /** Whether the keys of every issuer are current. */
    boolean keySetIsCurrent() {
        return keys.isCurrent();
    }

    /** The state of the revocations. */
    public Map<String, Object> revocations() {
        return revocations(revocations.status());
    }

    /**
     * A service that only route files name. It need not have a {@code /health}, so its circuit decides, and anybody who reads the report
     * causes no request to it.
     */
    private static Map<String, Object> ofRoutes(Service service) {
        String circuit = service.status().state();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", circuit.equals("closed") ? "healthy" : "unhealthy");
        answer.put("details", Map.of("circuit_breaker", circuit));
        return answer;
    }

    private static Map<String, Object> timedOut() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "unhealthy");
        answer.put("response_time_ms", ServiceHealths.TIMEOUT.toMillis());
        answer.put("error", "Request timeout");
        return answer;
    }

    /**
     * Whether a required Redis is unavailable. With the limiter off, a Redis that was never reachable may not exist at all; then the
     * revocations report that they are unknown.
     */
    private boolean redisIsMissed(RevocationStatus revoked) {
        return settings.rateLimit().enabled()
                ? limiter.degraded() || revoked.state() != RevocationStatus.State.CURRENT
                : revoked.state() == RevocationStatus.State.LAST_KNOWN;
    }

    private Map<String, Object> redis(RevocationStatus revoked) {
        Map<String, Object> redis = new LinkedHashMap<>();
        if (!settings.rateLimit().enabled()) {
            redis.put(
                    "status",
                    switch (revoked.state()) {
                        case CURRENT -> "healthy";
                        case LAST_KNOWN -> "unhealthy";
                        case UNKNOWN -> "unused";
                    });
            redis.put("rate_limiting", "off");
        } else if (limiter.degraded()) {
            redis.put("status", "unhealthy");
            redis.put("rate_limiting", lowerCase(settings.rateLimit().onRedisFailure()));
            if (limiter.redisIsFull()) {
                redis.put("error", "out of memory");
            }
        } else {
            redis.put("status", "healthy");
            redis.put("rate_limiting", "redis");
        }
        return redis;
    }

    private Map<String, Object> revocations(RevocationStatus status) {
        Map<String, Object> revocations = new LinkedHashMap<>();
        revocations.put("status", lowerCase(status.state()));
        revocations.put("tokens", status.tokens());
        revocations.put("users", status.users());
        revocations.put("as_of", status.asOf() == null ? null : String.valueOf(status.asOf()));
        if (limiter.redisIsFull() && settings.redisUrl().equals(settings.revocationRedisUrl())) {
            revocations.put("error", "Redis takes no revocation: it is out of memory");
        }
        return revocations;
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Each service's circuit: its state, its counters, and the seconds until the next trial call. */
    public Map<String, Object> circuitBreakers() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Service service : services.all()) {
            BreakerStatus status = service.status();
            Map<String, Object> breaker = new LinkedHashMap<>();
            breaker.put("state", status.state());
            breaker.put("failure_count", status.failures());
            breaker.put("success_count", status.successes());
            breaker.put(
                    "last_failure_time", status.lastFailure() == null ? null : String.valueOf(status.lastFailure()));
            breaker.put("time_until_retry", status.secondsUntilRetry());
            breaker.put("open_endpoints", service.endpoints().open());
            all.put(service.name(), breaker);
        }
        return all;
    }

    private List<Map<String, Object>> routes() {
        Set<String> stopped = folder.stopped();
        List<Map<String, Object>> routes = new ArrayList<>();
        for (RouteFile file : folder.files()) {
            RouteFileException error = file.error();
            for (String id : file.routes().isEmpty() ? List.of(file.name()) : file.routes()) {
                Map<String, Object> route = new LinkedHashMap<>();
                route.put("id", id);
                route.put("file", file.name());
                route.put("status", error == null && stopped.contains(id) ? "stopped" : file.status());
                route.put("error", error == null ? null : error.reason());
                if (error != null) {
                    describe(error, route);
                }
                routes.add(route);
            }
        }
        return routes;
    }

    private static void describe(RouteFileException error, Map<String, Object> route) {
        if (error.line() > 0) {
            route.put("line", error.line());
        }
        if (error.column() > 0) {
            route.put("column", error.column());
        }
        if (error.hint() != null) {
            route.put("hint", error.hint());
        }
    }

    /** The response body of {@code /}. */
    public Map<String, Object> welcome() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("service", settings.serviceName());
        page.put("version", settings.version());
        page.put("status", "operational");
        page.put("description", "The one entrance to every FinCloud service");
        Map<String, String> documentation = new LinkedHashMap<>();
        documentation.put("swagger", "/docs");
        documentation.put("redoc", "/redoc");
        page.put("documentation", documentation);
        page.put("services", prefixes());
        return page;
    }

    /** The response body of {@code /api/v1/status}. */
    public Map<String, Object> status() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("api_version", "v1");
        page.put("gateway_version", settings.version());
        page.put("services", prefixes());
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("authentication", true);
        features.put("rate_limiting", settings.rateLimit().enabled());
        features.put("circuit_breaker", true);
        features.put("cors", !settings.cors().origins().isEmpty());
        page.put("features", features);
        return page;
    }

    private static Map<String, String> prefixes() {
        Map<String, String> prefixes = new LinkedHashMap<>();
        prefixes.put("budget", "/api/v1/budget");
        prefixes.put("portfolio", "/api/v1/portfolio");
        prefixes.put("notification", "/api/v1/notifications");
        return prefixes;
    }
}
