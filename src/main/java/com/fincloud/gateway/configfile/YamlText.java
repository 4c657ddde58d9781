package com.fincloud.gateway.configfile;

import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Parses a YAML document whose root is a mapping. */
final class YamlText {

    /** The maximum number of entries. Aliases could repeat a part of the file many times. */
    private static final int MAX_ENTRIES = 100_000;

    private static final int MAX_LEVELS = 20;

    private int entries;

    private YamlText() {}

    /**
     * Parses {@code text}. It must have no key twice in one mapping (YAML 1.2.2, section 3.2.1.1).
     *
     * @throws ConfigFault if it is not such a document
     */
    static MappingNode root(String text) {
        Node root = compose(text);
        if (!(root instanceof MappingNode mapping)) {
            throw new ConfigFault(1, 1, "the file is no YAML mapping (expected: lines such as 'name: value')");
        }
        new YamlText().check(mapping, 0);
        return mapping;
    }

    private static @Nullable Node compose(String text) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new ConfigFault(
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "the file is no valid YAML: " + (e.getContext() == null ? "" : e.getContext() + ": ")
                            + e.getProblem());
        } catch (YAMLException e) {
            throw new ConfigFault(0, 0, "the file is no valid YAML: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private void check(Node node, int level) {
        if (++entries > MAX_ENTRIES || level > MAX_LEVELS) {
            throw fault(node, "the file nests or repeats too much");
        }
        if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw fault(entry.getKeyNode(), "a key is no text");
                }
                if (!keys.add(key.getValue())) {
                    throw fault(key, "the key '" + key.getValue() + "' is given twice");
                }
                check(entry.getValueNode(), level + 1);
            }
        } else if (node instanceof CollectionNode<?> list) {
            for (Object item : list.getValue()) {
                check((Node) item, level + 1);
            }
        }
    }

    static ConfigFault fault(Node node, String reason) {
        Mark mark = node.getStartMark();
        return new ConfigFault(mark.getLine() + 1, mark.getColumn() + 1, reason);
    }
}
