package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.settings.value.Values;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service's own document, OpenAPI 3.0 or 3.1, reduced to what can be merged.
 *
 * @param title the title in the document
 * @param version the version in the document
 * @param description the description in the document, often Markdown
 * @param serverPath the path of the first server URL without a trailing slash, often empty
 * @param operations the operations in their order
 * @param components the components to which the operations refer
 */
public record ServiceDocument(
        String title,
        String version,
        String description,
        String serverPath,
        List<BackendOperation> operations,
        Map<Component, ObjectNode> components) {

    /** The maximum number of operations. The largest known services have some hundreds. */
    private static final int MAX_OPERATIONS = 2_000;

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch");

    /**
     * Reads a document.
     *
     * @throws DocumentException if it is not JSON, not OpenAPI 3.0 or 3.1, or exceeds a limit
     */
    public static ServiceDocument read(byte[] bytes) throws DocumentException {
        ObjectNode root = BoundedJson.object(bytes);
        String openApi = root.path("openapi").asText();
        if (!openApi.matches("3\\.[01]\\.\\d{1,3}(-\\w+)?")) {
            throw new DocumentException("it is no OpenAPI 3.0 or 3.1 document");
        }
        if (!root.path("paths").isObject()) {
            throw new DocumentException("it has no paths");
        }
        DocumentSanitizer cleaning = new DocumentSanitizer(root.path("components"), openApi.startsWith("3.0"));
        List<BackendOperation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            if (PathTemplate.isUsable(path.getKey()) && path.getValue().isObject()) {
                read(path.getKey(), path.getValue(), cleaning, operations);
            }
            if (operations.size() > MAX_OPERATIONS) {
                throw new DocumentException("it has more than " + MAX_OPERATIONS + " operations");
            }
        }
        Map<Component, ObjectNode> components = cleaning.components();
        SchemaCycles.cut(components);
        return new ServiceDocument(
                text(root, "title", 200),
                text(root, "version", 100),
                text(root, "description", 10_000),
                serverPath(root.path("servers").path(0).path("url").asText()),
                operations,
                components);
    }

    private static void read(
            String path, JsonNode item, DocumentSanitizer cleaning, List<BackendOperation> operations) {
        for (Map.Entry<String, JsonNode> entry : item.properties()) {
            if (!METHODS.contains(entry.getKey())) {
                continue;
            }
            ObjectNode operation = cleaning.clean(ObjectSchema.OPERATION, entry.getValue());
            if (operation != null) {
                JsonNode shared = FieldRule.listOf(ObjectSchema.PARAMETER).take(item.path("parameters"), cleaning);
                merge(operation, shared, cleaning);
                operations.add(new BackendOperation(path, entry.getKey().toUpperCase(Locale.ROOT), operation));
            }
        }
    }

    /** Adds the path item's parameters to the operation. The operation's own parameters have precedence; duplicates are removed. */
    private static void merge(ObjectNode operation, @Nullable JsonNode shared, DocumentSanitizer cleaning) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        Set<String> known = new LinkedHashSet<>();
        for (JsonNode list : new JsonNode[] {operation.path("parameters"), shared == null ? all : shared}) {
            for (JsonNode parameter : list) {
                JsonNode stated = cleaning.resolve(parameter);
                if (known.add(
                        stated.path("in").asText() + " " + stated.path("name").asText())) {
                    all.add(parameter);
                }
            }
        }
        if (all.isEmpty()) {
            operation.remove("parameters");
        } else {
            operation.set("parameters", all);
        }
    }

    private static String text(ObjectNode root, String field, int most) {
        String text = root.path("info").path(field).asText();
        return text.length() <= most ? text : text.substring(0, most).strip() + "…";
    }

    private static String serverPath(String url) {
        try {
            String path = URI.create(url).getRawPath();
            String trimmed = path == null ? "" : Values.withoutSlashesAtEnd(path);
            return PathTemplate.isUsable(trimmed) ? trimmed : "";
        } catch (IllegalArgumentException e) {
            return ""; // for instance a URL with variables
        }
    }
}
