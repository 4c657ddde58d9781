package com.fincloud.gateway.health;

import com.fincloud.gateway.settings.GatewaySettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The response bodies that say which gateway this is, and need no state of it. */
final class StatusPages {

    private final GatewaySettings settings;

    StatusPages(GatewaySettings settings) {
        this.settings = settings;
    }

    /** The response body of {@code /health}: the gateway runs. */
    Map<String, Object> brief() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("status", "healthy");
        page.put("service", settings.serviceName());
        page.put("version", settings.version());
        return page;
    }

    /** The response body of {@code /}. */
    Map<String, Object> welcome() {
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
    Map<String, Object> status() {
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
