package com.fincloud.gateway.folder;

import com.fincloud.gateway.folder.Element.Value;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may stand in a route file: routes, templated routes, rests and beans. What would reach beyond the file (a route configuration,
 * a template, the REST configuration) is refused, for it could change how other routes are guarded.
 */
final class Belongings {

    private static final Map<String, String> REFUSED = Map.of(
            "routeConfiguration", "could change the chain of other routes",
            "routeConfigurations", "could change the chain of other routes",
            "routeTemplate", "could stand in for the gateway's own",
            "routeTemplates", "could stand in for the gateway's own",
            "restConfiguration", "could move the rests of other files");

    private static final Set<String> XML_ROOTS = new TreeSet<>(Set.of(
            "routes", "route", "rests", "rest", "templatedRoutes", "templatedRoute", "beans", "dataFormats", "camel"));

    private static final Set<String> YAML_ROOTS = new TreeSet<>(Set.of(
            "route",
            "from",
            "rest",
            "templatedRoute",
            "beans",
            "dataFormats",
            "errorHandler",
            "intercept",
            "interceptFrom",
            "interceptSendToEndpoint",
            "onCompletion",
            "onException"));

    private static final String BELONG = "only routes, templated routes, rests and beans belong here";

    private Belongings() {}

    static void check(Element element, Findings findings) {
        String why = REFUSED.get(element.name());
        if (why != null) {
            findings.add(element.at(), "a route file holds no " + element.name() + ": it " + why + "; " + BELONG);
        } else if (element.depth() == 1) {
            checkRoot(element, findings);
        }
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
        Set<String> roots = xml ? XML_ROOTS : YAML_ROOTS;
        if (!roots.contains(element.name()) && !(xml && element.name().equals("blueprint"))) {
            findings.add(
                    element.at(),
                    (xml
                                    ? "no route file begins with <" + element.name() + ">"
                                    : "no entry of a route file is '" + element.name() + "'")
                            + " (expected: " + String.join(", ", roots) + ")",
                    element.name(),
                    roots);
        }
    }

    private static void checkId(@org.jspecify.annotations.Nullable Value id, Findings findings) {
        if (id != null && id.text().indexOf('@') >= 0) {
            findings.add(
                    id.at(findings.file(), "@"),
                    "the route id '" + id.text() + "' has an '@', which the gateway keeps for the versions of a route");
        }
    }
}
