package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.syntax.AllowedElements;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.Findings;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import java.util.List;
import org.apache.camel.CamelContext;

/** Finds all errors of a route file that can be found before Camel reads it, each with its position. */
public final class Inspection {

    private final CamelContext live;
    private final FileBeans fileBeans;
    private final Components components;
    private final Placeholders placeholders;

    public Inspection(CamelContext live, FileBeans fileBeans, Components components) {
        this.live = live;
        this.fileBeans = fileBeans;
        this.components = components;
        this.placeholders = new Placeholders(live);
    }

    /** The findings, in the order of the text. */
    public List<Finding> of(RouteFileContents contents) {
        Findings findings = new Findings(contents.file());
        contents.beans().forEach((name, place) -> bean(name, place, findings));
        TemplateUse templates = new TemplateUse(placeholders);
        RouteProperties properties = new RouteProperties(placeholders);
        Endpoints endpoints =
                new Endpoints(live, components, placeholders, contents.beans().keySet());
        for (Element entry : contents.root().children()) {
            entry.walk(element -> {
                AllowedElements.check(element, findings);
                KnownVulnerabilities.check(element, findings);
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

    /** Checks a bean's name. A name that a different file uses is not an error yet, because that file may be refused. */
    private void bean(String name, Value place, Findings findings) {
        if (BeanNames.isReserved(name, components)) {
            findings.add(
                    place.from(),
                    "the bean name '" + name
                            + "' is one under which Camel looks for parts of its own (expected: another name)");
        } else if (isGateways(name)) {
            findings.add(place.from(), "the bean name '" + name + "' is taken by the gateway itself");
        }
    }

    private boolean isGateways(String name) {
        try {
            return fileBeans.seeing(
                    FileBeans.View.NOTHING, () -> live.getRegistry().lookupByName(name) != null);
        } catch (Exception e) {
            return true; // an id that cannot be looked up is not a used name
        }
    }
}
