package com.fincloud.gateway.routefile.syntax;

import com.fincloud.gateway.routefile.syntax.Element.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parsed contents of a route file, before Camel reads it.
 *
 * @param file the text
 * @param root a nameless element with the file's elements
 * @param beans the names of the file's beans
 * @param routes the routes, templated routes and verbs by id; the first one if an id occurs twice
 * @param nameless the only route without an id; null if there is none or more than one
 */
public record RouteFileContents(
        RouteFileText file,
        Element root,
        Map<String, Value> beans,
        Map<String, Element> routes,
        @Nullable Element nameless) {

    /**
     * Parses a file.
     *
     * @throws RouteFileException if it is malformed
     */
    public static RouteFileContents of(RouteFileText file) {
        if (file.isBuilder()) {
            return new RouteFileContents(file, new Element("", null, 0), Map.of(), Map.of(), null);
        }
        Element root = file.isXml() ? XmlElements.of(file) : YamlElements.of(file);
        Map<String, Value> beans = new LinkedHashMap<>();
        Map<String, Element> routes = new LinkedHashMap<>();
        List<Element> nameless = new ArrayList<>();
        root.walk(element -> {
            Value name = element.value("name");
            if (name != null && isBean(element, file.isXml())) {
                beans.put(name.text(), name);
            }
            Value id = element.value(element.name().equals("route") ? "id" : "routeId");
            if (id != null) {
                routes.putIfAbsent(id.text(), element);
            } else if (isRoute(element)) {
                nameless.add(element);
            }
        });
        return new RouteFileContents(file, root, beans, routes, nameless.size() == 1 ? nameless.get(0) : null);
    }

    static boolean isBean(Element element, boolean xml) {
        return xml
                ? element.name().equals("bean") && element.depth() == 2 && AllowedElements.isContainer(element.parent())
                : element.name().equals("beans") && element.depth() == 1;
    }

    /** The offset of a route's id; otherwise of the only route; negative if unknown. */
    public int placeOf(String routeId) {
        Element route = route(routeId);
        if (route == null) {
            return -1;
        }
        for (String key : new String[] {"id", "routeId"}) {
            Value id = route.value(key);
            if (id != null) {
                return id.from();
            }
        }
        return route.at();
    }

    /** The route, templated route or verb with that id; otherwise the only route without an id. */
    @Nullable
    public Element route(String routeId) {
        Element route = routes.get(routeId);
        return route == null ? nameless : route;
    }

    private static boolean isRoute(Element element) {
        return element.name().equals("route")
                || element.name().equals("templatedRoute")
                || (element.name().equals("from") && element.depth() == 1);
    }

    /** The offset of a route's id, or of its consumer. */
    public int placeOf(String routeId, boolean ofId) {
        return ofId ? placeOf(routeId) : placeOfPath(routeId);
    }

    private int placeOfPath(String routeId) {
        Element route = route(routeId);
        Value path = null;
        if (route != null && route.name().equals("templatedRoute")) {
            for (Element parameter : route.children("parameter", "parameters")) {
                Value name = parameter.value("name");
                path = name != null && name.text().equals("path") ? parameter.value("value") : path;
            }
        } else if (route != null) {
            for (Element from : route.name().equals("from") ? List.of(route) : route.children("from")) {
                path = from.value("uri");
            }
        }
        return path == null ? placeOf(routeId) : path.from();
    }
}
