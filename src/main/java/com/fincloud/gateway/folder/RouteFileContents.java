package com.fincloud.gateway.folder;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What stands in a route file, looked at before Camel reads it: it may hold routes, templated routes, rests and beans. What would
 * reach beyond the file (a route configuration, a template, the REST configuration) is refused, for it could change how other routes
 * are guarded.
 *
 * @param beans the names of the file's beans with their lines
 */
record RouteFileContents(Map<String, Integer> beans) {

    private static final Map<String, String> REFUSED = Map.of(
            "routeConfiguration", "could change the chain of other routes",
            "routeConfigurations", "could change the chain of other routes",
            "routeTemplate", "could stand in for the gateway's own",
            "routeTemplates", "could stand in for the gateway's own",
            "restConfiguration", "could move the rests of other files");

    /**
     * Looks into a file.
     *
     * @throws RouteFileException when it is malformed, or holds what does not belong in a route file
     */
    static RouteFileContents of(RouteFileText file) {
        Map<String, Integer> beans = new LinkedHashMap<>();
        if (file.name().endsWith(".xml")) {
            readXml(file, beans);
        } else {
            readYaml(file, beans);
        }
        return new RouteFileContents(beans);
    }

    private static void readXml(RouteFileText file, Map<String, Integer> beans) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(file.text()));
            for (int depth = 0; xml.hasNext(); ) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    int line = xml.getLocation().getLineNumber();
                    found(xml.getLocalName(), line);
                    String name = xml.getAttributeValue(null, "name");
                    if (depth == 2 && xml.getLocalName().equals("bean") && name != null) {
                        beans.put(name, line);
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
            }
        } catch (XMLStreamException e) {
            throw new RouteFileException(
                    String.valueOf(e.getMessage())
                            .replaceAll("(?s)^ParseError at \\[row,col]:\\[\\d+,\\d+]\\s*Message: ", ""),
                    e.getLocation() == null ? 0 : e.getLocation().getLineNumber(),
                    e);
        }
    }

    private static void readYaml(RouteFileText file, Map<String, Integer> beans) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(file.text()));
            for (Node item : root instanceof SequenceNode list ? list.getValue() : List.<Node>of()) {
                for (NodeTuple entry : item instanceof MappingNode map ? map.getValue() : List.<NodeTuple>of()) {
                    String key = text(entry.getKeyNode());
                    found(key, line(entry.getKeyNode()));
                    if (key.equals("beans") && entry.getValueNode() instanceof SequenceNode list) {
                        list.getValue().forEach(bean -> name(bean).forEach(name -> beans.put(name, line(bean))));
                    }
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new RouteFileException(String.valueOf(e.getProblem()), line, e);
        }
    }

    private static List<String> name(Node bean) {
        List<String> names = new ArrayList<>();
        for (NodeTuple entry : bean instanceof MappingNode map ? map.getValue() : List.<NodeTuple>of()) {
            if (text(entry.getKeyNode()).equals("name")) {
                names.add(text(entry.getValueNode()));
            }
        }
        return names;
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static void found(String element, int line) {
        String why = REFUSED.get(element);
        if (why != null) {
            throw new RouteFileException(
                    "a route file holds no " + element + ": it " + why
                            + "; only routes, templated routes, rests and beans belong here",
                    line,
                    null);
        }
    }
}
