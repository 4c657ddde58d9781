package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.openapi.sanitize.BoundedJson;
import com.fincloud.gateway.openapi.sanitize.PathTemplate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The paths of the merged document. Two templates that differ only in names are the same path (OpenAPI 3.1, section 4.8.8.2). */
public final class Paths {

    private static final List<String> SHOWN = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private final ObjectNode paths;
    private final ObjectNode own;
    private final Map<String, String> byShape = new HashMap<>();

    /** Creates it for {@code paths}. The gateway serves the paths of {@code own} itself. */
    Paths(ObjectNode paths, ObjectNode own) {
        this.paths = paths;
        this.own = own;
    }

    /** Adds an operation, unless its path and method are already used. */
    void add(String path, String method, ObjectNode operation, String service) {
        String known = byShape.computeIfAbsent(PathTemplate.shape(path), shape -> path);
        if (!known.equals(path)) {
            rename(operation, path, known);
        }
        ObjectNode item = item(known);
        String key = method.toLowerCase(Locale.ROOT);
        if (!item.has(key)) {
            item.set(key, operation.put("x-gateway-service", service));
        }
    }

    private ObjectNode item(String path) {
        JsonNode known = paths.get(path);
        return known instanceof ObjectNode item ? item : paths.putObject(path);
    }

    private static void rename(ObjectNode operation, String path, String known) {
        Map<String, String> names = new HashMap<>();
        Iterator<String> other = PathTemplate.names(known).iterator();
        PathTemplate.names(path).forEach(name -> names.put(name, other.next()));
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("path") && parameter instanceof ObjectNode stated) {
                String name = stated.path("name").asText();
                stated.put("name", names.getOrDefault(name, name));
            }
        }
    }

    /** Adds a route whose operations are unknown. */
    void addPrefix(ExposedRoute route, String tag, GatewayPart gateway) {
        List<String> methods = SHOWN.stream().filter(route.methods()::contains).toList();
        if (!PathTemplate.isUsable(route.path()) || route.path().equals("/") || methods.isEmpty()) {
            return;
        }
        for (String method : route.below() ? methods.subList(0, 1) : methods) {
            ObjectNode operation = BoundedJson.newObject();
            operation.putArray("tags").add(tag);
            operation.put("operationId", OperationDetails.usable(route.id() + "_" + method.toLowerCase(Locale.ROOT)));
            operation.put("summary", summary(route, tag));
            if (!route.description().isEmpty()) {
                operation.put("description", route.description());
            }
            PathTemplate.names(route.path())
                    .forEach(name -> operation.withArray("parameters").add(OperationDetails.pathParameter(name)));
            operation.putObject("responses").putObject("default").put("description", "The answer of the route");
            gateway.complete(operation, route, route.path());
            operation.put("x-gateway-prefix", route.below());
            methods.forEach(operation.putArray("x-gateway-methods")::add);
            add(route.path(), method, operation, tag);
        }
    }

    private static String summary(ExposedRoute route, String tag) {
        String what = route.hasService() ? "what the service " + tag + " serves there" : "route " + route.id();
        return (route.below() ? "At and below " + route.path() : "At " + route.path()) + ": " + what;
    }

    /** Adds the gateway's own paths, after all others. */
    void addOwn() {
        own.properties().forEach(path -> path.getValue().properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode operation) {
                item(path.getKey()).set(entry.getKey(), operation);
            }
        }));
    }
}
