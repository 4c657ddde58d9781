package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes references by which a schema is itself, directly or through {@code allOf}. No value can be validated with such a schema, and code
 * generators and pages would loop forever. A schema with itself as a property or an item is valid, and so is a schema whose {@code oneOf}
 * refers to schemas that extend it.
 */
final class SchemaCycles {

    private final Map<Component, ObjectNode> schemas;
    private final Set<Component> done = new HashSet<>();

    private SchemaCycles(Map<Component, ObjectNode> schemas) {
        this.schemas = schemas;
    }

    private record Visit(Component schema, Iterator<ObjectNode> references) {}

    /** Removes the references that close a cycle. */
    static void cut(Map<Component, ObjectNode> components) {
        SchemaCycles cycles = new SchemaCycles(components);
        components.keySet().forEach(cycles::visit);
    }

    /** Depth-first search with an explicit stack, because a chain of schemas may be longer than the thread's stack. */
    private void visit(Component first) {
        Deque<Visit> path = new ArrayDeque<>();
        Set<Component> onPath = new HashSet<>();
        enter(first, path, onPath);
        while (!path.isEmpty()) {
            Visit visit = path.peek();
            if (!visit.references().hasNext()) {
                path.pop();
                onPath.remove(visit.schema());
                done.add(visit.schema());
                continue;
            }
            ObjectNode reference = visit.references().next();
            Component target = Component.of(reference.path("$ref").asText());
            if (target != null && onPath.contains(target)) {
                reference.remove("$ref");
            } else if (target != null) {
                enter(target, path, onPath);
            }
        }
    }

    private void enter(Component schema, Deque<Visit> path, Set<Component> onPath) {
        ObjectNode tree = schemas.get(schema);
        if (tree != null && schema.section().equals("schemas") && !done.contains(schema)) {
            onPath.add(schema);
            List<ObjectNode> references = new ArrayList<>();
            collect(tree, references);
            path.push(new Visit(schema, references.iterator()));
        }
    }

    private static void collect(@Nullable JsonNode schema, List<ObjectNode> references) {
        if (schema instanceof ObjectNode object) {
            if (object.has("$ref")) {
                references.add(object);
            }
            object.path("allOf").forEach(part -> collect(part, references));
        }
    }
}
