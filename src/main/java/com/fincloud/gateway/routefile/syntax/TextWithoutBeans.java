package com.fincloud.gateway.routefile.syntax;

import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Replaces the beans of a route file by blanks, because beans are created separately. Every other character keeps its line and column. */
public final class TextWithoutBeans {

    private TextWithoutBeans() {}

    public static RouteFileText of(RouteFileContents contents) {
        RouteFileText file = contents.file();
        if (contents.beans().isEmpty()) {
            return file;
        }
        StringBuilder text = new StringBuilder(file.text());
        if (file.isXml()) {
            xml(contents.root(), text);
        } else {
            yaml(text);
        }
        return new RouteFileText(file.name(), text.toString());
    }

    private static void xml(Element root, StringBuilder text) {
        root.walk(element -> {
            if (RouteFileContents.isBean(element, true)) {
                blank(text, element.at(), element.end());
            }
        });
    }

    /** Writes an empty list after {@code beans}, because Camel requires a list there. */
    private static void yaml(StringBuilder text) {
        String source = text.toString();
        Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(source));
        for (Node item : root instanceof SequenceNode list ? list.getValue() : java.util.List.<Node>of()) {
            for (NodeTuple entry :
                    item instanceof MappingNode mapping ? mapping.getValue() : java.util.List.<NodeTuple>of()) {
                if (entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("beans")) {
                    int from = offset(source, entry.getValueNode().getStartMark());
                    blank(text, from, offset(source, entry.getValueNode().getEndMark()));
                    text.replace(from, from + 2, "[]");
                }
            }
        }
    }

    static int offset(String text, Mark mark) {
        return text.offsetByCodePoints(0, Math.min(mark.getIndex(), text.codePointCount(0, text.length())));
    }

    static void blank(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
                text.setCharAt(i, ' ');
            }
        }
    }
}
