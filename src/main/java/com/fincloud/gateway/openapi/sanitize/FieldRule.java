package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rule for the value of a field of an {@link ObjectSchema}. */
@FunctionalInterface
interface FieldRule {

    /** A media type or media range, with parameters. */
    String MEDIA_TYPE_NAME = "[\\w!#$&^.+*-]+/[\\w!#$&^.+*-]+(\\s*+;\\s*+[\\x20-\\x7e]*+)?";

    /** A header's name (RFC 9110 section 5.6.2). */
    String TOKEN = "[\\w!#$%&'*+.^`|~-]+";

    FieldRule TEXT = only(JsonNode::isTextual);
    FieldRule BOOLEAN = only(JsonNode::isBoolean);
    FieldRule NUMBER = only(FieldRule::isFinite);
    FieldRule NUMBER_OR_BOOLEAN = only(value -> value.isBoolean() || isFinite(value));
    FieldRule COUNT = only(value -> value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0);
    FieldRule WEB_URL =
            only(value -> value.isTextual() && value.textValue().matches("https?://[\\w.-]+(:\\d+)?([/?#]\\S*)?"));
    FieldRule DATA = (value, cleaning) -> data(value);
    FieldRule DATA_LIST = (value, cleaning) -> value.isArray() && !value.isEmpty() ? data(value) : null;
    FieldRule NAMES = (value, cleaning) -> names(value);
    FieldRule TYPE = (value, cleaning) -> type(value);
    FieldRule MAPPING = (value, cleaning) -> mapping(value, cleaning);

    Set<String> TYPES = Set.of("string", "number", "integer", "boolean", "array", "object", "null");

    /** The value for the merged document; null if it is left out. */
    @Nullable
    JsonNode take(JsonNode value, DocumentSanitizer cleaning);

    private static FieldRule only(Predicate<JsonNode> accepted) {
        return (value, cleaning) -> accepted.test(value) ? value : null;
    }

    /** One of these texts. */
    static FieldRule oneOf(String... texts) {
        List<String> known = List.of(texts);
        return only(value -> value.isTextual() && known.contains(value.textValue()));
    }

    /** An object of a kind. */
    static FieldRule one(ObjectSchema kind) {
        return (value, cleaning) -> cleaning.clean(kind, value);
    }

    /** A boolean, or an object of a kind. */
    static FieldRule orBoolean(ObjectSchema kind) {
        return (value, cleaning) -> value.isBoolean() ? value : cleaning.clean(kind, value);
    }

    /** Objects of a kind; those that are unusable are left out. */
    static FieldRule listOf(ObjectSchema kind) {
        return (value, cleaning) -> {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : value.isArray() ? value : list) {
                JsonNode clean = cleaning.clean(kind, element);
                if (clean != null) {
                    list.add(clean);
                }
            }
            return list.isEmpty() ? null : list;
        };
    }

    /** Objects of a kind by name. Objects that are unusable, or whose name does not match {@code names}, are left out. */
    static FieldRule mapOf(ObjectSchema kind, String names) {
        return (value, cleaning) -> {
            ObjectNode map = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(entry -> {
                JsonNode clean = isHarmless(entry.getKey(), entry.getValue())
                                && entry.getKey().matches(names)
                        ? cleaning.clean(kind, entry.getValue())
                        : null;
                if (clean != null) {
                    map.set(entry.getKey(), clean);
                }
            });
            return map.isEmpty() && !value.isObject() ? null : map;
        };
    }

    /** Whether copying such a member into a JavaScript object changes only that object (no prototype pollution). */
    static boolean isHarmless(String name, JsonNode value) {
        return !name.equals("__proto__") && !(name.equals("constructor") && value.has("prototype"));
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    /** Any JSON, except members that a reader could take for a reference or a prototype. */
    private static @Nullable JsonNode data(JsonNode value) {
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(entry -> {
                JsonNode clean = data(entry.getValue());
                if (clean != null && isHarmless(entry.getKey(), entry.getValue()) && !isReference(entry.getKey())) {
                    copy.set(entry.getKey(), clean);
                }
            });
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : value) {
                JsonNode clean = data(element);
                if (clean != null) {
                    copy.add(clean);
                }
            }
            return copy;
        }
        return value.isNumber() && !isFinite(value) ? null : value;
    }

    private static boolean isReference(String name) {
        return name.equals("$ref") || name.equals("$dynamicRef");
    }

    private static @Nullable JsonNode names(JsonNode value) {
        Set<String> names = new LinkedHashSet<>();
        value.forEach(element -> {
            if (element.isTextual()) {
                names.add(element.textValue());
            }
        });
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        names.forEach(list::add);
        return list.isEmpty() ? null : list;
    }

    private static @Nullable JsonNode type(JsonNode value) {
        if (value.isTextual()) {
            return TYPES.contains(value.textValue()) ? value : null;
        }
        JsonNode names = names(value);
        if (names == null) {
            return null;
        }
        ArrayNode known = JsonNodeFactory.instance.arrayNode();
        names.forEach(name -> {
            if (TYPES.contains(name.textValue())) {
                known.add(name);
            }
        });
        return known.isEmpty() ? null : known;
    }

    /** Names of schemas, or references to them, by a discriminator's value. */
    private static @Nullable JsonNode mapping(JsonNode value, DocumentSanitizer cleaning) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(entry -> {
            String text = entry.getValue().asText();
            String ref = text.startsWith("#") ? text : "#/components/schemas/" + text;
            if (isHarmless(entry.getKey(), entry.getValue())
                    && !isReference(entry.getKey())
                    && cleaning.leadsTo(ObjectSchema.SCHEMA, ref)) {
                map.put(entry.getKey(), ref);
            }
        });
        return map.isEmpty() ? null : map;
    }
}
