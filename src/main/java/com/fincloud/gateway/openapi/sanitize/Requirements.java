package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The requirements for an object beyond the types of its fields, and the conversion from OpenAPI 3.0 to 3.1. */
final class Requirements {

    private static final Map<String, Set<String>> STYLES = Map.of(
            "path", Set.of("matrix", "label", "simple"),
            "query", Set.of("form", "spaceDelimited", "pipeDelimited", "deepObject"),
            "header", Set.of("simple"),
            "cookie", Set.of("form"));

    private Requirements() {}

    /** The valid object; null if it cannot be made valid. */
    static @Nullable ObjectNode meet(ObjectSchema kind, ObjectNode object, boolean version30) {
        return switch (kind) {
            case SCHEMA -> schema(object, version30);
            case PARAMETER -> parameter(object);
            case HEADER -> header(object);
            case REQUEST_BODY -> object.path("content").isEmpty() ? null : object;
            case RESPONSE -> object.has("description") ? object : object.put("description", "");
            case MEDIA_TYPE -> oneExample(object);
            case EXAMPLE -> object.has("value") ? object : null;
            case DISCRIMINATOR -> object.has("propertyName") ? object : null;
            case EXTERNAL_DOCS -> object.has("url") ? object : null;
            case OPERATION, ENCODING, XML -> object;
        };
    }

    private static @Nullable ObjectNode parameter(ObjectNode parameter) {
        String in = parameter.path("in").asText();
        if (in.isEmpty() || parameter.path("name").asText().isEmpty()) {
            return null;
        }
        if (in.equals("path")) {
            parameter.put("required", true);
        }
        if (!in.equals("query")) {
            parameter.remove(List.of("allowEmptyValue", "allowReserved"));
        }
        return described(parameter, STYLES.getOrDefault(in, Set.of()));
    }

    private static ObjectNode header(ObjectNode header) {
        header.remove("allowReserved");
        return described(header, STYLES.getOrDefault("header", Set.of()));
    }

    /** Keeps either a schema or one media type, and at most one form of examples. */
    private static ObjectNode described(ObjectNode object, Set<String> styles) {
        if (!styles.contains(object.path("style").asText())) {
            object.remove("style");
        }
        if (object.has("schema") || object.path("content").size() != 1) {
            object.remove("content");
            if (!object.has("schema")) {
                object.putObject("schema").put("type", "string");
            }
        } else {
            object.remove(List.of("style", "explode", "example", "examples"));
        }
        return oneExample(object);
    }

    private static ObjectNode oneExample(ObjectNode object) {
        if (object.path("examples").isEmpty()) {
            object.remove("examples");
        } else {
            object.remove("example");
        }
        return object;
    }

    private static ObjectNode schema(ObjectNode schema, boolean version30) {
        if (version30) {
            exclusive(schema, "minimum", "exclusiveMinimum");
            exclusive(schema, "maximum", "exclusiveMaximum");
        }
        for (String bound : List.of("exclusiveMinimum", "exclusiveMaximum")) {
            if (schema.path(bound).isBoolean()) {
                schema.remove(bound);
            }
        }
        if (schema.path("multipleOf").isNumber() && schema.path("multipleOf").doubleValue() <= 0) {
            schema.remove("multipleOf");
        }
        boolean nullable = version30 && schema.path("nullable").asBoolean();
        schema.remove("nullable");
        return nullable ? orNull(schema) : schema;
    }

    private static void exclusive(ObjectNode schema, String bound, String exclusiveBound) {
        JsonNode value = schema.get(bound);
        if (value != null && schema.path(exclusiveBound).asBoolean()) {
            schema.set(exclusiveBound, value);
            schema.remove(bound);
        }
    }

    /** The 3.1 form of {@code nullable: true} in 3.0. */
    private static ObjectNode orNull(ObjectNode schema) {
        JsonNode type = schema.get("type");
        if (type == null || !type.isTextual()) {
            ObjectNode either = JsonNodeFactory.instance.objectNode();
            either.putArray("anyOf").add(schema).addObject().put("type", "null");
            return either;
        }
        schema.putArray("type").add(type).add(TextNode.valueOf("null"));
        if (schema.get("enum") instanceof ArrayNode values && !contains(values, NullNode.getInstance())) {
            values.add(NullNode.getInstance());
        }
        return schema;
    }

    private static boolean contains(ArrayNode values, JsonNode wanted) {
        for (JsonNode value : values) {
            if (value.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
