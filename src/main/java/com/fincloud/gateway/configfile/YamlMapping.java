package com.fincloud.gateway.configfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML file. Values are read as the texts that the file has, so {@code 007} and {@code 2027-01-31} stay as written. Each
 * method that reads throws {@link ConfigFault} with the place of the value if it is not what was asked for.
 */
public final class YamlMapping {

    private final Node place;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    private YamlMapping(MappingNode mapping) {
        place = mapping;
        for (NodeTuple entry : mapping.getValue()) {
            String key = ((ScalarNode) entry.getKeyNode()).getValue();
            keys.put(key, entry.getKeyNode());
            values.put(key, entry.getValueNode());
        }
    }

    /**
     * Parses a file's text.
     *
     * @throws ConfigFault if it is no YAML document with a mapping at its root
     */
    public static YamlMapping of(String text) {
        return new YamlMapping(YamlText.root(text));
    }

    /** Refuses every key that is not among {@code known}, with the most similar known key as a hint. */
    public YamlMapping only(String... known) {
        List<String> names = List.of(known);
        for (Map.Entry<String, Node> key : keys.entrySet()) {
            if (!names.contains(key.getKey())) {
                String nearest = NearestName.of(key.getKey(), names);
                throw YamlText.fault(
                        key.getValue(),
                        "unknown key '" + key.getKey() + "' (accepted: " + String.join(", ", names) + ")"
                                + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
            }
        }
        return this;
    }

    /** Whether the mapping has this key. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** A text that must not be empty. */
    public String text(String key) {
        String text = text(key, null);
        if (text == null) {
            throw fault("'" + key + "' is missing");
        }
        return text;
    }

    /** A text that must not be empty; {@code otherwise} if the mapping has no such key. */
    public @Nullable String text(String key, @Nullable String otherwise) {
        return has(key) ? scalar(key, values.get(key)) : otherwise;
    }

    /** A whole number; {@code otherwise} if the mapping has no such key. */
    public long number(String key, long least, long most, long otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        String text = text(key);
        long number = digits(text);
        if (number < least || number > most) {
            throw fault(
                    key, "'" + key + "' is '" + text + "' (accepted: a whole number, " + least + " to " + most + ")");
        }
        return number;
    }

    /** The number that a text of at most 18 digits writes; otherwise -1. */
    private static long digits(String text) {
        if (text.length() > 18) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(text);
    }

    /** {@code true} or {@code false}; {@code otherwise} if the mapping has no such key. */
    public boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw fault(key, "'" + key + "' is '" + text(key) + "' (accepted: true or false)");
        };
    }

    /** The texts of a list; empty if the mapping has no such key. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            texts.add(scalar(key, item));
        }
        return texts;
    }

    /**
     * The values that {@code parser} makes of the texts of a list; empty if the mapping has no such key. If the parser throws an
     * {@link IllegalArgumentException}, its message becomes the reason, at the place of the text.
     */
    public <T> List<T> parsed(String key, Function<String, T> parser) {
        List<T> parsed = new ArrayList<>();
        for (Node item : items(key)) {
            parsed.add(parsed(item, scalar(key, item), parser));
        }
        return parsed;
    }

    /** The value that {@code parser} makes of a text, as in {@link #parsed(String, Function)}; null if the mapping has no such key. */
    public <T> @Nullable T parsedText(String key, Function<String, T> parser) {
        Node value = values.get(key);
        return value == null ? null : parsed(value, scalar(key, value), parser);
    }

    private static <T> T parsed(Node place, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw YamlText.fault(place, String.valueOf(e.getMessage()));
        }
    }

    /** Whether the mapping has this key with an empty text, as in {@code key: ""}. */
    public boolean isEmpty(String key) {
        return values.get(key) instanceof ScalarNode scalar
                && !scalar.getTag().equals(Tag.NULL)
                && scalar.getValue().isEmpty();
    }

    /** Like {@link #parsed(String, Function)}, for a list or a text alone. */
    public <T> List<T> oneOrMore(String key, Function<String, T> parser) {
        if (values.get(key) instanceof ScalarNode single) {
            return List.of(parsed(single, scalar(key, single), parser));
        }
        return parsed(key, parser);
    }

    /** The mappings of a list; empty if the mapping has no such key. */
    public List<YamlMapping> mappings(String key) {
        List<YamlMapping> mappings = new ArrayList<>();
        for (Node item : items(key)) {
            if (!(item instanceof MappingNode mapping)) {
                throw YamlText.fault(item, "an item of '" + key + "' is no mapping (expected: '- name: value')");
            }
            mappings.add(new YamlMapping(mapping));
        }
        return mappings;
    }

    private List<Node> items(String key) {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode list) {
            return list.getValue();
        }
        throw YamlText.fault(value, "'" + key + "' is no list");
    }

    private static String scalar(String key, @Nullable Node value) {
        if (value instanceof ScalarNode scalar
                && !scalar.getTag().equals(Tag.NULL)
                && !scalar.getValue().isEmpty()) {
            return scalar.getValue();
        }
        if (value == null) {
            throw new IllegalStateException(key);
        }
        throw YamlText.fault(value, "'" + key + "' has no text");
    }

    /** The exception for the value of {@code key}. */
    public ConfigFault fault(String key, String reason) {
        return YamlText.fault(values.getOrDefault(key, place), reason);
    }

    /** The exception for the whole mapping. */
    public ConfigFault fault(String reason) {
        return YamlText.fault(place, reason);
    }
}
