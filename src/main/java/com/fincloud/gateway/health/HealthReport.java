package com.fincloud.gateway.health;

import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.Service;
import com.fincloud.gateway.upstream.Services;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gateway's health reports: a short one for probes, a detailed one for operators, and the parts of the detailed one. */
public final class HealthReport {

    private final GatewaySettings settings;
    private final Readiness readiness;
    private final Services services;
    private final StatusPages pages;
    private final InstanceReport instances;
    private final CircuitReport circuits;
    private final RedisReport redis;
    private final RouteFileReport routeFiles;
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
        this.pages = new StatusPages(settings);
        this.instances = new InstanceReport(services);
        this.circuits = new CircuitReport(services);
        this.redis = new RedisReport(settings, limiter, revocations);
        this.routeFiles = new RouteFileReport(folder);
        this.files = files;
        this.documents = documents;
        this.keys = keys;
    }

    /** The short report: the gateway runs. */
    public Map<String, Object> brief() {
        return pages.brief();
    }

    /** The response body of {@code /}. */
    public Map<String, Object> welcome() {
        return pages.welcome();
    }

    /** The response body of {@code /api/v1/status}. */
    public Map<String, Object> status() {
        return pages.status();
    }

    /** Why this instance is not ready for requests; null if it is ready. */
    public @Nullable String notReady() {
        if (readiness.reason() != null) {
            return readiness.reason();
        }
        if (routeFiles.missingFolder() != null) {
            return routeFiles.missingFolder();
        }
        return keys.hasKey() ? redis.refusal() : "token keys unavailable";
    }

    /**
     * The detailed report.
     *
     * @param answers the backends' health by service name
     */
    public Map<String, Object> detailed(Map<?, ?> answers) {
        Map<String, Object> report = pages.brief();
        report.put("status", isHealthy(answers) ? "healthy" : "degraded");
        report.put("services", services(answers));
        report.put("redis", redis.redis());
        report.put("revocations", redis.revocations());
        report.put("key_set", keys.report());
        report.put("circuit_breakers", circuits.all());
        report.put("instances", instances.all());
        report.put("protocols", instances.protocols());
        report.put("routes", routeFiles.routes());
        if (!files.all().isEmpty()) {
            report.put("config_files", files.report());
        }
        report.put("api_documents", apiDocuments());
        return report;
    }

    private boolean isHealthy(Map<?, ?> answers) {
        boolean backends = settings.services().keySet().stream()
                .allMatch(name -> answers.get(name) instanceof Map<?, ?> found && AskedInstance.allHealthy(found));
        return backends
                && routeFiles.isHealthy()
                && files.healthy()
                && instances.isHealthy()
                && circuits.allClosed()
                && keys.isCurrent()
                && !redis.isMissed();
    }

    private Map<String, Object> services(Map<?, ?> answers) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : settings.services().keySet()) {
            Object answer = answers.get(name);
            all.put(name + "_service", answer == null ? timedOut() : answer);
        }
        services.all().forEach(service -> all.computeIfAbsent(service.name() + "_service", key -> ofRoutes(service)));
        return all;
    }

    private static Map<String, Object> timedOut() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "unhealthy");
        answer.put("response_time_ms", ServiceHealths.TIMEOUT.toMillis());
        answer.put("error", "Request timeout");
        return answer;
    }

    /**
     * A service that only route files name. It may have no {@code /health}, so its circuit decides, and a reader of the report causes no
     * request to it.
     */
    private static Map<String, Object> ofRoutes(Service service) {
        String circuit = service.status().state();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", circuit.equals("closed") ? "healthy" : "unhealthy");
        answer.put("details", Map.of("circuit_breaker", circuit));
        return answer;
    }

    /** The state of the services' API documents. They are not needed to serve requests, so they do not affect the health status. */
    public Map<String, Object> apiDocuments() {
        Map<String, Object> all = new LinkedHashMap<>();
        documents.services().forEach(document -> all.put(document.service(), document.report()));
        return all;
    }

    /** The instances of each service with several. */
    public Map<String, Object> instances() {
        return instances.all();
    }

    /** The addresses of each service's instances, in their order. They are internal: no client may read them. */
    public Map<String, List<String>> addresses() {
        return instances.addresses();
    }

    /** Each service's circuit: its state, its counters, and the seconds until the next trial call. */
    public Map<String, Object> circuitBreakers() {
        return circuits.all();
    }

    /** Whether a required Redis is unavailable. */
    public boolean redisIsMissed() {
        return redis.isMissed();
    }

    /** The state of Redis. */
    public Map<String, Object> redis() {
        return redis.redis();
    }

    /** The state of the revocations. */
    public Map<String, Object> revocations() {
        return redis.revocations();
    }

    /** The state of the keys that verify tokens. */
    public Map<String, Object> keySet() {
        return keys.report();
    }

    /** The circuits, for health indicators. */
    CircuitReport circuits() {
        return circuits;
    }

    /** The route files, for health indicators. */
    RouteFileReport routeFiles() {
        return routeFiles;
    }

    /** The followed configuration files, for health indicators. */
    ConfigFiles configFiles() {
        return files;
    }

    /** Whether the keys of every issuer are current. */
    boolean keySetIsCurrent() {
        return keys.isCurrent();
    }
}
