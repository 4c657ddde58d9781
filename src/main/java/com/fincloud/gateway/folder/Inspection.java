package com.fincloud.gateway.folder;

import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Everything that can be found wrong with a route file before Camel reads it, all at once and each in its place. */
final class Inspection {

    private final CamelContext live;
    private final Components components;
    private final Placeholders placeholders;

    Inspection(CamelContext live, Components components) {
        this.live = live;
        this.components = components;
        this.placeholders = new Placeholders(live);
    }

    /** What is wrong, in the order of the text; the beans that the file has already brought may come again. */
    List<Finding> of(RouteFileContents contents, Set<String> ownBeans) {
        Findings findings = new Findings(contents.file());
        contents.beans().forEach((name, place) -> {
            if (!ownBeans.contains(name) && live.getRegistry().lookupByName(name) != null) {
                findings.add(place.from(), "the bean name '" + name + "' is taken");
            }
        });
        TemplateUse templates = new TemplateUse(placeholders);
        RouteProperties properties = new RouteProperties(placeholders);
        Endpoints endpoints =
                new Endpoints(live, components, placeholders, contents.beans().keySet());
        for (Element entry : contents.root().children()) {
            entry.walk(element -> {
                Belongings.check(element, findings);
                KnownHoles.check(element, findings);
                placeholders.check(element, findings);
                SimpleFunctions.check(element, findings);
                ClientUris.refuse(element, findings);
                templates.check(element, findings);
                properties.check(element, findings);
                endpoints.check(element, findings);
            });
        }
        return findings.all();
    }
}
