package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Copies the usable parts of a service's document, as {@link ObjectSchema} lists them. The copy is always valid: a field of the wrong type
 * is left out, a reference must refer to a component of the same document, and an object without a required field gets it or is left out.
 */
final class DocumentSanitizer {

    /** The maximum length of a chain of references. */
    private static final int MAX_REFERENCES = 20;

    private final JsonNode components;
    private final boolean version30;
    private final Map<Component, ObjectNode> known = new LinkedHashMap<>();
    private final Queue<Component> waiting = new ArrayDeque<>();
    private int depth;

    /** Creates the sanitizer for a document with these components, which are read when something refers to them. */
    DocumentSanitizer(JsonNode components, boolean version30) {
        this.components = components;
        this.version30 = version30;
    }

    /** The sanitized components to which the sanitized parts refer. */
    Map<Component, ObjectNode> components() {
        for (Component next = waiting.poll(); next != null; next = waiting.poll()) {
            ObjectNode clean =
                    clean(ObjectSchema.SCHEMA, components.path(next.section()).path(next.name()));
            if (clean != null) {
                known.put(next, clean);
            }
        }
        known.keySet()
                .removeIf(component -> !component.section().equals("schemas")
                        && known.getOrDefault(component, JsonNodeFactory.instance.objectNode())
                                .isEmpty());
        return known;
    }

    /** A usable copy; null if there is none. */
    @Nullable
    ObjectNode clean(ObjectSchema kind, JsonNode value) {
        if (kind == ObjectSchema.SCHEMA && value.isBoolean()) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            return value.booleanValue() ? schema : schema.set("not", JsonNodeFactory.instance.objectNode());
        }
        if (!value.isObject()) {
            return null;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        JsonNode ref = value.path("$ref");
        if (!ref.isMissingNode() && !kind.section().isEmpty()) {
            if (ref.isTextual() && leadsTo(kind, ref.textValue())) {
                copy.set("$ref", ref);
            } else if (kind == ObjectSchema.SCHEMA) {
                copy.put("description", "Described outside of this document");
            } else if (kind == ObjectSchema.RESPONSE) {
                copy.put("description", "");
            } else {
                return null;
            }
            if (version30 || kind != ObjectSchema.SCHEMA || !copy.has("$ref")) {
                return copy; // before 3.1 a reference has no siblings
            }
        }
        kind.fields().forEach((name, field) -> {
            JsonNode given = value.get(name);
            JsonNode taken = given == null ? null : field.take(given, this);
            if (taken != null) {
                copy.set(name, taken);
            }
        });
        return Requirements.meet(kind, copy, version30);
    }

    /** The component of a sanitized reference; otherwise the object itself. */
    JsonNode resolve(JsonNode cleaned) {
        JsonNode current = cleaned;
        for (int i = 0; i <= MAX_REFERENCES && current.has("$ref"); i++) {
            Component component = Component.of(current.path("$ref").asText());
            ObjectNode target = component == null ? null : known.get(component);
            current = target == null ? JsonNodeFactory.instance.objectNode() : target;
        }
        return current;
    }

    /** Whether a reference refers to a usable component of that kind, or to a part of a schema. */
    boolean leadsTo(ObjectSchema kind, String ref) {
        Component component = Component.of(ref);
        if (component == null || !component.section().equals(kind.section())) {
            return false;
        }
        JsonNode raw = components.path(component.section()).path(component.name());
        if (!raw.isObject() || !FieldRule.isHarmless(component.name(), raw)) {
            return false;
        }
        String rest = Component.rest(ref);
        if (!rest.isEmpty()
                && (kind != ObjectSchema.SCHEMA
                        || !SchemaPointer.isInside(rest)
                        || !raw.at(JsonPointer.compile(rest)).isObject())) {
            return false;
        }
        return isUsable(kind, component, raw);
    }

    /**
     * Whether a component can be used. A component that is being read cannot, because it would refer to itself. A schema may refer to
     * itself; it is queued instead of read recursively, because a chain of schemas may be long.
     */
    private boolean isUsable(ObjectSchema kind, Component component, JsonNode raw) {
        ObjectNode earlier = known.get(component);
        if (earlier != null) {
            return kind == ObjectSchema.SCHEMA || !earlier.isEmpty();
        }
        known.put(component, JsonNodeFactory.instance.objectNode());
        if (kind == ObjectSchema.SCHEMA) {
            waiting.add(component);
            return true;
        }
        ObjectNode clean = depth >= MAX_REFERENCES ? null : cleanBelow(kind, raw);
        if (clean == null) {
            return false;
        }
        known.put(component, clean);
        return true;
    }

    private @Nullable ObjectNode cleanBelow(ObjectSchema kind, JsonNode raw) {
        depth++;
        try {
            return clean(kind, raw);
        } finally {
            depth--;
        }
    }
}
