package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routing.RouteMatch;
import com.fincloud.gateway.upstream.BackendParameters;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a file declares that has nothing but routes from the template {@code backend}, without a scratch context: the template is the
 * gateway's own, so its parameters say everything. A scratch context takes most of the time of a check, and folders have hundreds of such
 * files. A file with anything that this class does not know is tried in a scratch context. When the file is loaded, its routes are
 * compared with what was declared.
 */
final class BackendRoutes {

    private static final String CAMEL = "http://camel.apache.org/schema/";
    private static final Set<String> NAMESPACES = Set.of(CAMEL + "xml-io", CAMEL + "spring");
    private static final Set<String> OF_ROUTE = Set.of("routeTemplateRef", "routeId");
    private static final Set<String> OF_PARAMETER = Set.of("name", "value");

    private final Placeholders placeholders;

    BackendRoutes(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** What an inspected file declares; null if it must be tried. */
    @Nullable
    Declared declared(RouteFileContents contents) {
        List<Element> entries = contents.file().isBuilder() ? List.of() : entries(contents);
        List<RouteKeys> keys = new ArrayList<>();
        Map<String, Set<List<URI>>> services = new TreeMap<>();
        for (Element entry : entries) {
            Value id = entry.value("routeId");
            Map<String, String> values = id == null || !isUse(entry) ? null : values(entry);
            if (id == null || values == null || id.text().isBlank() || !isPlain(id.text())) {
                return null;
            }
            BackendParameters backend = BackendParameters.of(name -> values.getOrDefault(name, ""));
            RouteMatch match = RouteMatch.ofPrefix(backend.path(), values.getOrDefault("methods", ""));
            if (match.fault() != null) {
                return null;
            }
            keys.add(RouteKeys.of(id.text(), match));
            services.computeIfAbsent(backend.service(), name -> new HashSet<>()).add(backend.urls());
        }
        boolean repeats = keys.stream().map(RouteKeys::routeId).distinct().count() < keys.size();
        return keys.isEmpty() || repeats ? null : new Declared(keys, Set.of(), services);
    }

    /** The templated routes of a file; empty if its frame has anything else. */
    private static List<Element> entries(RouteFileContents contents) {
        List<Element> top = contents.root().children();
        if (!contents.file().isXml()) {
            return top;
        }
        Element root = top.size() == 1 ? top.get(0) : null;
        Value namespace = root == null ? null : root.value("xmlns");
        if (root == null
                || namespace == null
                || root.content() != null
                || !root.name().equals("templatedRoutes")
                || root.values().size() > 1
                || contents.file().text().contains("xmlns:")
                || !NAMESPACES.contains(namespace.text())) {
            return List.of();
        }
        return root.children();
    }

    private static boolean isUse(Element entry) {
        Value template = entry.value("routeTemplateRef");
        return entry.name().equals("templatedRoute")
                && OF_ROUTE.containsAll(entry.values().keySet())
                && template != null
                && template.text().equals("backend")
                && entry.content() == null;
    }

    /** The values of all parameters by name; null if one is not a plain value. */
    private @Nullable Map<String, String> values(Element route) {
        Map<String, String> values = new LinkedHashMap<>(BackendParameters.OPTIONAL);
        for (Element parameter : route.children()) {
            Value name = parameter.value("name");
            Value value = parameter.value("value");
            String resolved = value == null ? null : placeholders.resolve(value.text());
            if (name == null
                    || resolved == null
                    || !(parameter.name().equals("parameter")
                            || parameter.name().equals("parameters"))
                    || !OF_PARAMETER.containsAll(parameter.values().keySet())
                    || !parameter.children().isEmpty()
                    || parameter.content() != null) {
                return null;
            }
            values.put(name.text(), resolved);
        }
        return isPlain(values.getOrDefault("path", "")) ? values : null;
    }

    /** Whether Camel leaves a text in a URI or an id as it is. */
    private static boolean isPlain(String text) {
        return text.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "/._~-".indexOf(c) >= 0);
    }
}
