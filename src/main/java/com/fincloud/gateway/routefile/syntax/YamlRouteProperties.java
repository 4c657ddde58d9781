package com.fincloud.gateway.routefile.syntax;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.StringHelper;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The key {@code routeProperty} of routes in YAML files. Camel knows these properties in XML and Java only, and refuses the key. So the text
 * for Camel is without them, and they are added to the model afterwards.
 */
public final class YamlRouteProperties {

    private static final String KEY = "routeProperty";

    /**
     * A property.
     *
     * @param key the name, for instance {@code roles}
     * @param value the value, which may have placeholders
     */
    public record Property(String key, String value) {}

    private YamlRouteProperties() {}

    /** Whether a file may have such keys. */
    public static boolean isIn(RouteFileText file) {
        return !file.isXml()
                && !file.isBuilder()
                && (file.text().contains(KEY) || file.text().contains("route-property"));
    }

    /**
     * The properties of each route of a YAML file, in the order of the file.
     *
     * @throws RouteFileException if a property has no key or no value
     */
    public static List<List<Property>> of(RouteFileText file) {
        List<List<Property>> routes = new ArrayList<>();
        for (Element route : RouteFileContents.of(file).root().children("route", "from")) {
            List<Property> properties = new ArrayList<>();
            for (Element property : route.children(KEY)) {
                Element.Value key = property.value("key");
                Element.Value value = property.value("value");
                if (key == null || value == null) {
                    throw file.refuse(property.at(), "'routeProperty' needs 'key' and 'value'", null);
                }
                properties.add(new Property(key.text(), value.text()));
            }
            routes.add(properties);
        }
        return routes;
    }

    /** The file with blanks in place of the properties. Every other character keeps its line and column. */
    public static RouteFileText without(RouteFileText file) {
        StringBuilder text = new StringBuilder(file.text());
        Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(file.text()));
        for (Node item : root instanceof SequenceNode list ? list.getValue() : List.<Node>of()) {
            for (NodeTuple entry : entries(item)) {
                if (entry.getValueNode() instanceof MappingNode route && isKey(entry, "route")) {
                    route.getValue().stream()
                            .filter(property -> isKey(property, KEY))
                            .forEach(property -> blank(text, file.text(), property, route.getFlowStyle()));
                }
            }
        }
        return new RouteFileText(file.name(), text.toString());
    }

    private static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private static boolean isKey(NodeTuple entry, String name) {
        return entry.getKeyNode() instanceof ScalarNode key
                && StringHelper.dashToCamelCase(key.getValue()).equals(name);
    }

    private static void blank(StringBuilder text, String source, NodeTuple property, FlowStyle style) {
        int from = TextWithoutBeans.offset(source, property.getKeyNode().getStartMark());
        int to = TextWithoutBeans.offset(source, property.getValueNode().getEndMark());
        TextWithoutBeans.blank(text, from, to);
        if (style == FlowStyle.FLOW) {
            blankComma(text, from, to);
        }
    }

    /** Between braces two commas in a row are no YAML, so one goes with the property. */
    private static void blankComma(StringBuilder text, int from, int to) {
        int after = to;
        while (after < text.length() && Character.isWhitespace(text.charAt(after))) {
            after++;
        }
        int before = from - 1;
        while (before > 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        if (after < text.length() && text.charAt(after) == ',') {
            text.setCharAt(after, ' ');
        } else if (text.charAt(before) == ',') {
            text.setCharAt(before, ' ');
        }
    }
}
