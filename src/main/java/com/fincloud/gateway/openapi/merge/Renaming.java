package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.openapi.sanitize.BoundedJson;
import com.fincloud.gateway.openapi.sanitize.Component;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Updates the references of one owner to the new names of its components. */
final class Renaming {

    private final ComponentNames names;
    private final ComponentNames.Owner owner;

    Renaming(ComponentNames names, ComponentNames.Owner owner) {
        this.names = names;
        this.owner = owner;
    }

    /** Changes the references in a tree, including the names in its discriminators. */
    void apply(JsonNode tree) {
        if (tree instanceof ObjectNode object && object.path("discriminator").isObject()) {
            keepValues(object);
        }
        if (tree instanceof ObjectNode object && object.path("$ref").isTextual()) {
            object.put("$ref", renamed(object.path("$ref").asText()));
        }
        for (JsonNode child : tree) {
            apply(child);
        }
    }

    private String renamed(String ref) {
        Component component = Component.of(ref);
        return component == null ? ref : component.ref(names.name(owner, component), Component.rest(ref));
    }

    /** Without a mapping, a discriminator's value is the name of a schema. If the schema was renamed, a mapping is added. */
    private void keepValues(ObjectNode schema) {
        ObjectNode discriminator = schema.withObject("discriminator");
        ObjectNode mapping = BoundedJson.newObject();
        Set<String> mapped = new HashSet<>();
        discriminator.path("mapping").properties().forEach(entry -> {
            mapping.put(entry.getKey(), mapped(entry));
            mapped.add(mapped(entry));
        });
        for (String kind : new String[] {"oneOf", "anyOf"}) {
            for (JsonNode option : schema.path(kind)) {
                String ref = option.path("$ref").asText();
                Component component = Component.of(ref);
                if (component != null && !renamed(ref).equals(ref) && mapped.add(renamed(ref))) {
                    mapping.put(component.name(), renamed(ref));
                }
            }
        }
        if (mapping.isEmpty()) {
            discriminator.remove("mapping");
        } else {
            discriminator.set("mapping", mapping);
        }
    }

    private String mapped(Map.Entry<String, JsonNode> entry) {
        return renamed(entry.getValue().asText());
    }
}
