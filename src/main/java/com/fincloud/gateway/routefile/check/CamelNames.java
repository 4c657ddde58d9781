package com.fincloud.gateway.routefile.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names in Camel's DSLs, read from Camel's own catalogs when a file has an unknown name. They are used only for hints: Camel's parsers
 * decide what is valid.
 */
final class CamelNames {

    private static final String MODEL = "META-INF/org/apache/camel/model/";
    private static final String[] FOLDERS = {
        "", "rest/", "app/", "language/", "dataformat/", "errorhandler/", "loadbalancer/", "config/"
    };
    private static final ObjectMapper JSON = new ObjectMapper();

    private CamelNames() {}

    /** The attributes of an XML element; empty if the element is unknown. */
    static Set<String> attributes(String element) {
        Set<String> names = new TreeSet<>();
        for (JsonNode property : model(element)) {
            if (property.path("kind").asText().equals("attribute")) {
                names.add(property.path("name").asText());
            }
        }
        return names;
    }

    /** The elements that an XML element may contain. */
    static Set<String> elements(@Nullable String parent) {
        Set<String> names = new TreeSet<>();
        for (JsonNode property : parent == null ? JSON.createArrayNode() : model(parent)) {
            String kind = property.path("kind").asText();
            if (kind.equals("element") && !property.has("oneOf")) {
                names.add(singular(property.path("name").asText()));
            }
            property.path("oneOf").forEach(name -> names.add(name.asText()));
        }
        return names;
    }

    private static String singular(String name) {
        return switch (name) {
            case "parameters" -> "parameter";
            case "input" -> "from";
            default -> name;
        };
    }

    /** The properties in an element's description, each with its name; empty if there is no description. */
    private static Iterable<JsonNode> model(String element) {
        for (String folder : FOLDERS) {
            JsonNode file = read(MODEL + folder + element + ".json");
            if (file != null) {
                com.fasterxml.jackson.databind.node.ArrayNode properties = JSON.createArrayNode();
                file.path("properties")
                        .properties()
                        .forEach(property ->
                                properties.add(((com.fasterxml.jackson.databind.node.ObjectNode) property.getValue())
                                        .put("name", property.getKey())));
                return properties;
            }
        }
        return Set.of();
    }

    /** The keys that a YAML mapping below {@code key} may have. For {@code steps} these are the steps of a route. */
    static Set<String> keys(String key) {
        Set<String> names = new TreeSet<>();
        JsonNode schema = read("schema/camelYamlDsl.json");
        if (schema == null) {
            return names;
        }
        JsonNode definitions = schema.at("/items/definitions");
        JsonNode steps =
                definitions.path("org.apache.camel.model.ProcessorDefinition").path("properties");
        if (key.equals("steps")) {
            steps.fieldNames().forEachRemaining(names::add);
            return names;
        }
        JsonNode entry = steps.has(key) ? steps.path(key) : property(schema, definitions, key);
        collect(definitions.path(reference(entry)), definitions, names, 0);
        return names;
    }

    /** The first property with that name that refers to a description. */
    private static JsonNode property(JsonNode schema, JsonNode definitions, String key) {
        JsonNode root = schema.at("/items/properties/" + key);
        if (!reference(root).isEmpty()) {
            return root;
        }
        for (JsonNode definition : definitions) {
            for (JsonNode property : definition.findValues(key)) {
                if (!reference(property).isEmpty()) {
                    return property;
                }
            }
        }
        return root;
    }

    private static String reference(JsonNode property) {
        String reference = property.has("$ref")
                ? property.path("$ref").asText()
                : property.at("/items/$ref").asText();
        return reference.replace("#/items/definitions/", "");
    }

    private static void collect(JsonNode definition, JsonNode definitions, Set<String> names, int depth) {
        definition.path("properties").fieldNames().forEachRemaining(names::add);
        for (String choice : new String[] {"oneOf", "anyOf"}) {
            definition.path(choice).forEach(one -> collect(one, definitions, names, depth));
        }
        if (depth == 0 && definition.has("$ref")) {
            collect(definitions.path(reference(definition)), definitions, names, 1);
        }
    }

    private static @Nullable JsonNode read(String resource) {
        try (InputStream in = CamelNames.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? null : JSON.readTree(in);
        } catch (IOException e) {
            return null; // no hint in this case
        }
    }

    /** The name that a file has for a step that Camel's model has under {@code label}. */
    static String ofFile(String label) {
        return switch (label) {
            case "try", "catch", "finally" -> "do" + Character.toUpperCase(label.charAt(0)) + label.substring(1);
            default -> label;
        };
    }
}
