package com.fincloud.gateway.routefile.syntax;

import com.fincloud.gateway.routefile.syntax.Element.Value;
import java.io.StringReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Parses a YAML route file into the same structure as an XML file. A mapping is an element, a list is one element for each item, and the
 * items of {@code steps} are children with the names of the steps.
 */
final class YamlElements {

    /** Keys whose scalar is an endpoint's URI, as in {@code - to: direct:next}. */
    private static final Set<String> URIS = Set.of("from", "to", "toD", "wireTap", "poll");

    /** Keys whose mapping has arbitrary names, which are not steps: {@code parameters: { to: a@b.c }}. */
    private static final Set<String> DATA = Set.of("parameters", "properties", "constructors", "property");

    /** The maximum number of entries, which no real route file reaches. Aliases of aliases could create many more. */
    private static final int MAX_ENTRIES = 100_000;

    private static final int MAX_LEVELS = 200;

    private final RouteFileText file;
    private final int[] pairs;
    private int entries;

    private YamlElements(RouteFileText file) {
        this.file = file;
        this.pairs = pairs(file.text());
    }

    /**
     * Parses the file into elements below a nameless root element.
     *
     * @throws RouteFileException if the file is not a YAML list
     */
    static Element of(RouteFileText file) {
        return new YamlElements(file).read();
    }

    private Element read() {
        Element root = new Element("", null, -1);
        Node document = compose();
        if (document instanceof SequenceNode list) {
            list.getValue().forEach(item -> item(item, root));
            return root;
        }
        String kind = document instanceof MappingNode mapping ? kind(mapping) : null;
        if (kind != null) {
            throw file.refuse(
                    0,
                    "the file is no YAML list, but a Kubernetes object of kind " + kind + " (expected: a file that"
                            + " begins with '- route:' or the like)",
                    null);
        }
        throw file.refuse(0, "the file is no YAML list (expected: it begins with '- route:' or the like)", null);
    }

    /** The kind of a Kubernetes object, for instance Kamelet or Pipe; null for any other mapping. */
    private static @Nullable String kind(MappingNode mapping) {
        boolean hasVersion = false;
        String kind = null;
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key && entry.getValueNode() instanceof ScalarNode value) {
                hasVersion |= key.getValue().equals("apiVersion");
                kind = key.getValue().equals("kind") ? value.getValue() : kind;
            }
        }
        return hasVersion ? kind : null;
    }

    private @Nullable Node compose() {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(file.text()));
        } catch (MarkedYAMLException e) {
            boolean unclosed = String.valueOf(e.getProblem()).contains("end of stream");
            Mark mark = unclosed && e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw file.refuse(mark == null ? -1 : offset(mark), context + e.getProblem(), null);
        } catch (YAMLException e) {
            throw file.refuse(-1, String.valueOf(e.getMessage()).replaceAll("\\s+", " "), null);
        }
    }

    private void item(Node item, Element parent) {
        if (item instanceof MappingNode mapping) {
            checkKeys(mapping);
            mapping.getValue().forEach(entry -> entry(entry, parent, true));
        }
    }

    private void entry(NodeTuple entry, Element parent, boolean step) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            return;
        }
        String name = StringHelper.dashToCamelCase(key.getValue());
        int at = offset(key.getStartMark());
        if (++entries > MAX_ENTRIES || parent.depth() > MAX_LEVELS) {
            throw file.refuse(at, "the file nests or repeats too much", null);
        }
        boolean data = DATA.contains(parent.name());
        if (data) {
            name = key.getValue();
        }
        Node value = entry.getValueNode();
        if (value instanceof MappingNode mapping) {
            fill(new Element(data ? "property" : name, parent, at), mapping);
        } else if (value instanceof SequenceNode list) {
            list(data ? "property" : name, parent, at, list.getValue());
        } else if (value instanceof ScalarNode scalar) {
            Value text = value(scalar, at);
            if (URIS.contains(name) && !data) {
                new Element(name, parent, at).values().put("uri", text);
            } else if (step) {
                new Element(name, parent, at).content(text);
            } else {
                parent.values().putIfAbsent(name, text);
            }
        }
    }

    private void list(String name, Element parent, int at, List<Node> items) {
        if (name.equals("steps")) {
            Element steps = new Element(name, parent, at);
            items.forEach(item -> item(item, steps));
            return;
        }
        for (Node item : items) {
            if (item instanceof MappingNode mapping) {
                int place = parent.depth() == 0 ? at : offset(item.getStartMark());
                fill(new Element(name, parent, place), mapping);
            } else if (item instanceof ScalarNode scalar && parent.depth() > 0) {
                Value text = value(scalar, offset(scalar.getStartMark()));
                new Element(name, parent, text.key()).content(text); // for instance the names of exceptions
            }
        }
    }

    /** Refuses duplicate keys, as YAML requires (1.2.2, section 3.2.1.1). Camel's parser would silently use the last one. */
    private void checkKeys(MappingNode mapping) {
        Set<String> keys = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key
                    && !keys.add(StringHelper.dashToCamelCase(key.getValue()))) {
                throw file.refuse(offset(key.getStartMark()), "the key '" + key.getValue() + "' is given twice", null);
            }
        }
    }

    private void fill(Element element, MappingNode mapping) {
        checkKeys(mapping);
        mapping.getValue().forEach(entry -> entry(entry, element, false));
    }

    private Value value(ScalarNode scalar, int key) {
        int quote = scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
                        || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                ? 1
                : 0;
        boolean isNull = Tag.NULL.equals(scalar.getTag());
        return new Value(
                isNull ? "" : scalar.getValue(),
                key,
                offset(scalar.getStartMark()) + quote,
                offset(scalar.getEndMark()) - quote);
    }

    /** Converts the position of a mark, which counts code points, to an offset in the string, where a code point may be two characters. */
    private int offset(Mark mark) {
        int before = Arrays.binarySearch(pairs, mark.getIndex());
        int offset = mark.getIndex() + (before < 0 ? -before - 1 : before);
        return Math.min(offset, file.text().length());
    }

    /** The indexes of the code points that are surrogate pairs, found in one pass. */
    private static int[] pairs(String text) {
        int[] points = text.codePoints().toArray();
        return IntStream.range(0, points.length)
                .filter(point -> Character.isSupplementaryCodePoint(points[point]))
                .toArray();
    }
}
