package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.http.path.HealthPaths;
import com.fincloud.gateway.openapi.sanitize.BoundedJson;
import com.fincloud.gateway.openapi.sanitize.Component;
import com.fincloud.gateway.openapi.sanitize.DocumentException;
import com.fincloud.gateway.openapi.sanitize.PathTemplate;
import com.fincloud.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The gateway's part of the document: its own endpoints, and for every operation the security, the gateway's error responses and the
 * headers of each response. {@code gateway.json} has the texts.
 */
final class GatewayPart {

    private static final List<String> EVERY_ANSWER = List.of("X-Request-ID", "X-Process-Time");

    private static final List<String> COUNTED_ANSWER = List.of(
            "X-RateLimit-Limit-Minute",
            "X-RateLimit-Remaining-Minute",
            "X-RateLimit-Limit-Hour",
            "X-RateLimit-Remaining-Hour",
            "RateLimit-Policy",
            "RateLimit");

    private static final String API_KEY = "apiKeyAuth";

    private final GatewaySettings settings;
    private final boolean apiKeys;
    private final ObjectNode document;

    GatewayPart(GatewaySettings settings) {
        this.settings = settings;
        this.apiKeys = !settings.apiKeys().isEmpty();
        try (InputStream in = Objects.requireNonNull(GatewayPart.class.getResourceAsStream("gateway.json"))) {
            this.document = BoundedJson.object(in.readAllBytes());
        } catch (IOException | DocumentException e) {
            throw new IllegalStateException(e);
        }
        document.withObject("info").put("version", settings.version());
        if (!apiKeys) {
            document.withObject("components").withObject("securitySchemes").remove(API_KEY);
        }
        if (!settings.rateLimit().enabled()) {
            document.withObject("components").withObject("responses").remove("RateLimited");
            document.withObject("components").withObject("headers").remove(COUNTED_ANSWER);
        }
        document.path("components").path("responses").forEach(response -> addHeaders(response, true));
        document.path("paths").properties().forEach(path -> path.getValue()
                .forEach(operation -> completeOwn((ObjectNode) operation, path.getKey())));
    }

    private void completeOwn(ObjectNode operation, String path) {
        boolean counted = !HealthPaths.contains(path);
        ObjectNode responses = operation.withObject("responses");
        if (counted && settings.rateLimit().enabled()) {
            answer(responses, "429", "RateLimited");
        }
        if (settings.publicPaths().contains(PublicPages.pageOf(path))) {
            operation.putArray("security");
        } else {
            secure(operation, List.of());
            answer(responses, "401", "Unauthorized");
        }
        responses.forEach(response -> addHeaders(response, counted));
    }

    /** Declares what an operation asks for: a token, or an API key where there are any. An entry for each role means one of them. */
    private void secure(ObjectNode operation, List<String> roles) {
        ArrayNode security = operation.putArray("security");
        for (String scheme : apiKeys ? List.of("bearerAuth", API_KEY) : List.of("bearerAuth")) {
            roles.forEach(role -> security.addObject().putArray(scheme).add(role));
            if (roles.isEmpty()) {
                security.addObject().putArray(scheme);
            }
        }
    }

    /** The document without any service. */
    ObjectNode document() {
        return document.deepCopy();
    }

    /** The gateway's own components. */
    Map<Component, ObjectNode> components() {
        Map<Component, ObjectNode> components = new LinkedHashMap<>();
        document.path("components")
                .properties()
                .forEach(section -> section.getValue().properties().forEach(entry -> {
                    if (entry.getValue() instanceof ObjectNode content) {
                        components.put(new Component(section.getKey(), entry.getKey()), content);
                    }
                }));
        return components;
    }

    /** Adds the gateway's security, responses and headers to a service's operation. */
    void complete(ObjectNode operation, ExposedRoute route, String path) {
        boolean open = settings.publicPaths().contains(PathTemplate.example(path));
        if (!open || !route.roles().isEmpty()) {
            secure(operation, route.roles());
        } else {
            operation.putArray("security");
        }
        if (!route.roles().isEmpty()) {
            route.roles().forEach(operation.putArray("x-gateway-roles")::add);
        }
        if (route.limitPerMinute() > 0 || route.limitPerHour() > 0) {
            ObjectNode limits = operation.putObject("x-gateway-limits");
            limits.put(
                    "per_minute",
                    limit(route.limitPerMinute(), settings.rateLimit().perMinute()));
            limits.put(
                    "per_hour", limit(route.limitPerHour(), settings.rateLimit().perHour()));
        }
        answers(operation, route, !open);
    }

    private static int limit(int own, int usual) {
        return own > 0 ? own : usual;
    }

    private void answers(ObjectNode operation, ExposedRoute route, boolean token) {
        ObjectNode responses = operation.withObject("responses");
        if (token) {
            responses.remove("401"); // without a token a request gets only this response
            answer(responses, "401", "Unauthorized");
        }
        if (!route.roles().isEmpty()) {
            answer(responses, "403", "Forbidden");
        }
        if (operation.has("requestBody")) {
            answer(responses, "413", "BodyTooLarge");
        }
        if (settings.rateLimit().enabled()) {
            answer(responses, "429", "RateLimited");
        }
        if (route.hasService()) {
            answer(responses, "502", "BadGateway");
            answer(responses, "503", "ServiceUnavailable");
            answer(responses, "504", "GatewayTimeout");
        }
        responses.forEach(response -> addHeaders(response, true));
    }

    private static void answer(ObjectNode responses, String status, String component) {
        if (!responses.has(status)) {
            responses.putObject(status).put("$ref", "#/components/responses/" + component);
        }
    }

    /** Adds the gateway's response headers, unless the response is a reference. */
    void addHeaders(JsonNode response, boolean counted) {
        if (response instanceof ObjectNode object && !object.has("$ref")) {
            ObjectNode headers = object.withObject("headers");
            headers(headers, EVERY_ANSWER);
            if (counted && settings.rateLimit().enabled()) {
                headers(headers, COUNTED_ANSWER);
            }
        }
    }

    private static void headers(ObjectNode headers, List<String> names) {
        for (String name : names) {
            headers.putObject(name).put("$ref", "#/components/headers/" + name);
        }
    }
}
