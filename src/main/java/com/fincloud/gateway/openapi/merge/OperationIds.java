package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes operation ids unique. If two services use an id, both get the service's name as a prefix. */
final class OperationIds {

    private OperationIds() {}

    /** Changes duplicate ids. The comparison ignores case, because code generators create methods from ids. */
    static void makeUnique(JsonNode paths) {
        Map<String, List<ObjectNode>> byId = new LinkedHashMap<>();
        for (JsonNode item : paths) {
            for (JsonNode operation : item) {
                if (operation instanceof ObjectNode content && content.has("operationId")) {
                    byId.computeIfAbsent(key(content), id -> new ArrayList<>()).add(content);
                }
            }
        }
        Set<String> taken = new HashSet<>();
        Map<String, Integer> numbers = new HashMap<>(); // where the search for a free name continues
        byId.forEach((id, operations) -> {
            if (operations.size() == 1) {
                taken.add(id);
            }
        });
        byId.values().stream()
                .filter(operations -> operations.size() > 1)
                .forEach(operations -> operations.forEach(operation -> rename(operation, taken, numbers)));
    }

    private static String key(ObjectNode operation) {
        return operation.path("operationId").asText().toLowerCase(Locale.ROOT);
    }

    private static void rename(ObjectNode operation, Set<String> taken, Map<String, Integer> numbers) {
        String service = OperationDetails.usable(operation.path("tags").path(0).asText());
        String wanted = service + "_" + operation.path("operationId").asText();
        String id = wanted;
        for (int i = numbers.getOrDefault(wanted, 2); !taken.add(id.toLowerCase(Locale.ROOT)); i++) {
            id = wanted + "_" + i;
            numbers.put(wanted, i + 1);
        }
        operation.put("operationId", id);
    }
}
