package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.dsl.xml.io.XmlModelParser;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.dsl.yaml.common.YamlDeserializerSupport;
import org.apache.camel.dsl.yaml.deserializers.ModelDeserializersResolver;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the bean definitions of a route file with Camel's parsers, without creating the beans. Camel's loader would create them while it
 * reads.
 */
public final class BeanDefinitions {

    private BeanDefinitions() {}

    public static List<BeanFactoryDefinition<?>> of(RouteFileContents contents, CamelContext context) throws Exception {
        List<BeanFactoryDefinition<?>> beans = new ArrayList<>();
        if (contents.beans().isEmpty()) {
            return beans;
        }
        RouteFileText file = contents.file();
        Resource resource = ResourceHelper.fromString(file.name(), file.text());
        if (file.isXml()) {
            Element.Value namespace = contents.root().children().get(0).value("xmlns");
            new XmlModelParser(resource, namespace == null ? "" : namespace.text())
                    .parseBeansDefinition()
                    .ifPresent(found -> {
                        for (BeanFactoryDefinition<?> bean : found.getBeans()) {
                            beans.add(bean);
                        }
                    });
        } else {
            yaml(file, resource, context, beans);
        }
        return beans;
    }

    private static void yaml(
            RouteFileText file, Resource resource, CamelContext context, List<BeanFactoryDefinition<?>> beans) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(resource.getLocation()).build();
        YamlDeserializationContext reading = new YamlDeserializationContext(settings);
        reading.setResource(resource);
        reading.setCamelContext(context);
        reading.addResolvers(new ModelDeserializersResolver());
        StreamReader reader = new StreamReader(settings, new StringReader(file.text()));
        Node root = new Composer(settings, new ParserImpl(settings, reader))
                .getSingleNode()
                .orElse(null);
        for (Node item : items(root)) {
            for (NodeTuple entry : item instanceof MappingNode mapping ? mapping.getValue() : List.<NodeTuple>of()) {
                if (entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("beans")) {
                    for (Node bean : items(entry.getValueNode())) {
                        YamlDeserializerSupport.setDeserializationContext(bean, reading);
                        beans.add(reading.construct(bean, BeanFactoryDefinition.class));
                    }
                }
            }
        }
    }

    private static List<Node> items(@Nullable Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }
}
