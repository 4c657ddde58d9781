package com.fincloud.gateway.routefile.syntax;

import static java.util.Map.entry;

import com.fincloud.gateway.routefile.syntax.Element.Value;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The elements that a route file may contain: routes, templated routes, rests and beans. Elements with an effect beyond the file are
 * refused: they could change other routes, and Camel would keep them after the file is removed. Intercepts, {@code onException} and
 * {@code onCompletion} apply only to the routes of their file; {@code RouteFileLoader} ensures this for the error handler.
 */
public final class AllowedElements {

    private static final String BELONG = "only routes, templated routes, rests and beans belong here";

    /** Namespaces whose elements Camel's loader ignores silently. */
    private static final Set<String> FOREIGN =
            Set.of("http://www.springframework.org/schema/beans", "http://www.osgi.org/xmlns/blueprint/v1.0.0");

    /** Elements that Camel can apply only to the whole context, each with its effect and the alternative for one route. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            entry("routeConfiguration", "could change the chain of other routes; " + BELONG),
            entry("routeConfigurations", "could change the chain of other routes; " + BELONG),
            entry("routeTemplate", "could stand in for the gateway's own; " + BELONG),
            entry("routeTemplates", "could stand in for the gateway's own; " + BELONG),
            entry("restConfiguration", "could move the rests of other files; " + BELONG),
            entry(
                    "interceptSendToEndpoint",
                    "would intercept the calls of other files too, and stay when this file is gone; put its steps before"
                            + " the 'to' of the route itself, or into a direct: route that the others call"),
            entry(
                    "dataFormats",
                    "would replace the data formats of other files; put the data format into the marshal or unmarshal"
                            + " step itself"),
            entry("component-scan", "would make beans of every class in a package; name each class in a bean"),
            entry("alias", "would give a bean of others another name; give the bean itself that name"),
            entry("camelContext", "would configure a context of its own, which does not run; " + BELONG));

    private static final Set<String> XML_ROOTS = new TreeSet<>(
            Set.of("routes", "route", "rests", "rest", "templatedRoutes", "templatedRoute", "beans", "camel"));

    private static final Set<String> YAML_ROOTS = new TreeSet<>(Set.of(
            "route",
            "from",
            "rest",
            "templatedRoute",
            "beans",
            "errorHandler",
            "intercept",
            "interceptFrom",
            "onCompletion",
            "onException"));

    /** The elements that {@code <camel>} or {@code <beans>} may contain. */
    private static final Set<String> CONTENT = new TreeSet<>(Set.of("bean", "rest", "route", "templatedRoute"));

    private static final String FOREIGN_BEANS = "Spring's and Blueprint's beans are not read (expected: the namespace "
            + "http://camel.apache.org/schema/xml-io, or none)";

    private AllowedElements() {}

    public static void check(Element element, Findings findings) {
        String why = REFUSED.get(element.name());
        if (why != null) {
            findings.add(element.at(), "a route file holds no " + element.name() + ": it " + why);
        } else if (element.depth() == 1) {
            checkRoot(element, findings);
        } else if (element.depth() == 2
                && isContainer(element.parent())
                && findings.file().isXml()) {
            require(element, CONTENT, "<" + element.name() + "> does not belong here", findings);
        }
        element.values().forEach((name, value) -> {
            if (FOREIGN.contains(value.text())) {
                findings.add(value.from(), FOREIGN_BEANS);
            }
        });
        Value configuration = element.value("routeConfigurationId");
        if (configuration != null) {
            findings.add(
                    configuration.key(),
                    "routeConfigurationId='" + configuration.text()
                            + "' would take the route out of the gateway's chain (expected: no routeConfigurationId)");
        }
        checkId(element.value(element.name().equals("route") ? "id" : "routeId"), findings);
    }

    private static void checkRoot(Element element, Findings findings) {
        boolean xml = findings.file().isXml();
        String what = xml
                ? "no route file begins with <" + element.name() + ">"
                : "no entry of a route file is '" + element.name() + "'";
        require(element, xml ? XML_ROOTS : YAML_ROOTS, what, findings);
    }

    static boolean isContainer(@Nullable Element parent) {
        return parent != null && (parent.name().equals("camel") || parent.name().equals("beans"));
    }

    private static void require(Element element, Set<String> names, String otherwise, Findings findings) {
        if (!names.contains(element.name())) {
            String expected = " (expected: " + String.join(", ", names) + ")";
            findings.add(element.at(), otherwise + expected, element.name(), names);
        }
    }

    private static void checkId(@Nullable Value id, Findings findings) {
        if (id != null && id.text().indexOf('@') >= 0) {
            findings.add(
                    id.at(findings.file(), "@"),
                    "the route id '" + id.text() + "' has an '@', which the gateway keeps for the versions of a route");
        }
    }
}
