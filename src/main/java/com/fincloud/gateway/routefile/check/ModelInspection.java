package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.support.PluginHelper;

/**
 * Holds a route builder of an extension to the rules of route files. Its model is written as XML, and that is inspected. What a model has in
 * objects, for instance a lambda, is not in the XML and stays unknown.
 */
public final class ModelInspection {

    private final Inspection inspection;

    public ModelInspection(Inspection inspection) {
        this.inspection = inspection;
    }

    /**
     * Checks a builder after its {@code configure}.
     *
     * @throws RouteFileException with everything that is wrong with it, without places
     */
    public void check(RouteBuilder builder, RouteFileText file) {
        List<Finding> findings = new ArrayList<>();
        whole(builder, file).forEach(reason -> findings.add(new Finding(0, 0, reason, null)));
        for (RouteFileText xml : models(builder)) {
            for (Finding finding : inspection.of(RouteFileContents.of(xml))) {
                findings.add(new Finding(0, 0, finding.reason(), finding.hint()));
            }
        }
        if (!findings.isEmpty()) {
            throw new RouteFileException(findings.stream().distinct().toList(), null);
        }
    }

    /** What would have an effect beyond the builder's own routes. */
    private static List<String> whole(RouteBuilder builder, RouteFileText file) {
        List<String> faults = new ArrayList<>();
        if (builder instanceof RouteConfigurationBuilder) {
            faults.add(refused(file, "routeConfiguration", "could change the chain of other routes"));
        }
        if (builder.getRestConfiguration() != null) {
            faults.add(refused(file, "restConfiguration", "could move the rests of files"));
        }
        if (!builder.getRouteTemplateCollection().getRouteTemplates().isEmpty()) {
            faults.add(refused(file, "routeTemplate", "could stand in for the gateway's own"));
        }
        if (!builder.getRouteCollection().getInterceptSendTos().isEmpty()) {
            faults.add(refused(file, "interceptSendToEndpoint", "would intercept the calls of files too"));
        }
        return faults;
    }

    private static String refused(RouteFileText file, String what, String effect) {
        return "the route builder " + file.text() + " may have no " + what + ": it " + effect;
    }

    private static List<RouteFileText> models(RouteBuilder builder) {
        List<RouteFileText> models = new ArrayList<>();
        if (!builder.getRouteCollection().getRoutes().isEmpty()) {
            models.add(xml(builder.getContext(), builder.getRouteCollection()));
        }
        if (!builder.getRestCollection().getRests().isEmpty()) {
            models.add(xml(builder.getContext(), builder.getRestCollection()));
        }
        if (!builder.getTemplatedRouteCollection().getTemplatedRoutes().isEmpty()) {
            models.add(xml(builder.getContext(), builder.getTemplatedRouteCollection()));
        }
        return models;
    }

    private static RouteFileText xml(CamelContext context, NamedNode model) {
        try {
            return new RouteFileText(
                    "model.xml",
                    PluginHelper.getModelToXMLDumper(context).dumpModelAsXml(context, model, false, false, false));
        } catch (Exception e) {
            throw new RouteFileException("the model of the routes cannot be read: " + e.getMessage(), 0, e);
        }
    }
}
