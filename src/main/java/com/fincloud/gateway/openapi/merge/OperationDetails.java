package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.openapi.merge.OperationMapping.Placed;
import com.fincloud.gateway.openapi.sanitize.BoundedJson;
import com.fincloud.gateway.openapi.sanitize.Component;
import com.fincloud.gateway.openapi.sanitize.PathTemplate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Adapts a service's operation to the gateway: its parameters, its summary and its further paths. */
public final class OperationDetails {

    /** Header names that OpenAPI does not allow as parameters (section 4.8.12). */
    private static final Set<String> NO_PARAMETERS = Set.of("accept", "content-type", "authorization");

    private OperationDetails() {}

    /**
     * Changes {@code operation}, which is a copy of the operation in {@code placed}.
     *
     * @param apiKeys whether the gateway takes {@code X-API-Key} for itself
     */
    static void settle(ObjectNode operation, Placed placed, Map<Component, ObjectNode> components, boolean apiKeys) {
        parameters(operation, placed.path(), components, apiKeys);
        String id = operation.path("operationId").asText();
        operation.put("operationId", usable(id.isEmpty() ? placed.operation().method() + "_" + placed.path() : id));
        if (operation.path("summary").asText().isBlank()) {
            operation.put("summary", placed.operation().method() + " " + placed.path());
        }
        if (operation.path("responses").isEmpty()) {
            operation.putObject("responses").putObject("default").put("description", "The service's answer");
        }
        if (!placed.others().isEmpty()) {
            placed.others().forEach(operation.putArray("x-gateway-also-at")::add);
        }
    }

    public static String usable(String id) {
        String text = id.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
        return text.isEmpty() ? "operation" : text.substring(0, Math.min(200, text.length()));
    }

    /** Adapts the parameters. The path parameters are exactly the names in the path. Headers that the gateway sets itself are removed. */
    private static void parameters(
            ObjectNode operation, String path, Map<Component, ObjectNode> components, boolean apiKeys) {
        Set<String> missing = new HashSet<>(PathTemplate.names(path));
        ArrayNode kept = BoundedJson.newObject().putArray("parameters");
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode stated = resolve(parameter, components);
            String name = stated.path("name").asText();
            switch (stated.path("in").asText()) {
                case "path" -> {
                    if (missing.remove(name)) {
                        kept.add(stated.deepCopy());
                    }
                }
                case "header" -> {
                    if (!isGateways(name.toLowerCase(Locale.ROOT), apiKeys)) {
                        kept.add(parameter);
                    }
                }
                default -> kept.add(parameter);
            }
        }
        for (String name : PathTemplate.names(path)) {
            if (missing.contains(name)) {
                kept.add(pathParameter(name));
            }
        }
        operation.remove("parameters");
        if (!kept.isEmpty()) {
            operation.set("parameters", kept);
        }
    }

    static ObjectNode pathParameter(String name) {
        ObjectNode parameter = BoundedJson.newObject();
        parameter.put("name", name).put("in", "path").put("required", true);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private static boolean isGateways(String header, boolean apiKeys) {
        return NO_PARAMETERS.contains(header)
                || HeaderRules.isReserved(header)
                || (apiKeys && HeaderRules.isSpellingOf(header, "x-api-key"));
    }

    private static JsonNode resolve(JsonNode parameter, Map<Component, ObjectNode> components) {
        JsonNode current = parameter;
        for (int i = 0; i < 30 && current.has("$ref"); i++) {
            Component target = Component.of(current.path("$ref").asText());
            current =
                    target == null ? BoundedJson.newObject() : components.getOrDefault(target, BoundedJson.newObject());
        }
        return current;
    }
}
