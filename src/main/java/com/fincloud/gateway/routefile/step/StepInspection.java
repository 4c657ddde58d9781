package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.Findings;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Finds what is wrong with the steps of a route file, and that Camel would find only while a request runs, or tells without a place. */
public final class StepInspection {

    private final Placeholders placeholders;
    private final ClassReferences classes;
    private final ConstantUris uris;
    private final Rests rests;

    /** Creates the inspection for files that {@code live} will load. */
    public StepInspection(CamelContext live, Components components) {
        placeholders = new Placeholders(live);
        classes = new ClassReferences(live.getClassResolver(), placeholders);
        uris = new ConstantUris(components, placeholders);
        rests = new Rests(components, placeholders);
    }

    /** The findings, in the order of the text. */
    public List<Finding> of(RouteFileContents contents) {
        Findings findings = new Findings(contents.file());
        for (Element entry : contents.root().children()) {
            entry.walk(element -> {
                RouteParts.check(element, findings);
                classes.check(element, findings);
                uris.check(element, findings);
                ConstantNumbers.check(element, placeholders, findings);
                ServedMethods.check(element, placeholders, findings);
                rests.check(element, findings);
            });
        }
        return findings.all();
    }

    /** The names of the {@code direct:} routes that a file has. */
    public Set<String> directConsumers(RouteFileContents contents) {
        return new DirectNames(placeholders).consumers(contents);
    }

    /** The names of the {@code direct:} routes that a file calls, each with the offset of the first call. */
    public Map<String, Integer> directCalls(RouteFileContents contents) {
        return new DirectNames(placeholders).calls(contents);
    }
}
