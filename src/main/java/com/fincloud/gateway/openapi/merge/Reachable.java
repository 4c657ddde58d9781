package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.openapi.merge.OperationMapping.Placed;
import com.fincloud.gateway.openapi.sanitize.Component;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/** Selects the components of a service that its operations need. */
final class Reachable {

    private Reachable() {}

    /** The components to which these operations refer, directly or indirectly, in the order of {@code all}. */
    static Map<Component, ObjectNode> from(List<Placed> operations, Map<Component, ObjectNode> all) {
        Set<Component> found = new HashSet<>();
        Queue<JsonNode> unread = new ArrayDeque<>();
        operations.forEach(placed -> unread.add(placed.operation().content()));
        for (JsonNode tree = unread.poll(); tree != null; tree = unread.poll()) {
            Component.eachRef(tree, ref -> {
                Component target = Component.of(ref.path("$ref").asText());
                ObjectNode content = target == null ? null : all.get(target);
                if (target != null && content != null && found.add(target)) {
                    unread.add(content);
                }
            });
            schemasOfMappings(tree, all, found, unread);
        }
        Map<Component, ObjectNode> reachable = new LinkedHashMap<>();
        all.forEach((component, content) -> {
            if (found.contains(component)) {
                reachable.put(component, content);
            }
        });
        return reachable;
    }

    private static void schemasOfMappings(
            JsonNode tree, Map<Component, ObjectNode> all, Set<Component> found, Queue<JsonNode> unread) {
        for (JsonNode mapping : tree.findValues("mapping")) {
            for (JsonNode target : mapping) {
                Component component = Component.of(target.asText());
                ObjectNode content = component == null ? null : all.get(component);
                if (component != null && content != null && found.add(component)) {
                    unread.add(content);
                }
            }
        }
    }
}
