package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routefile.check.RouteFileRules;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routing.RoutePlaceholders;
import com.fincloud.gateway.routing.WebResources;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.VerbDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Reads one XML or YAML file into a Camel context, under {@link RouteFileRules}. */
public final class RouteFileLoader {

    private RouteFileLoader() {}

    /**
     * Adds the file's routes to {@code context} as version {@code number}. Camel makes a YAML file's {@code errorHandler} the default of
     * the whole context; it is given back, so that it holds for the routes of this file alone.
     *
     * @param withSources whether routes start that begin exchanges by themselves; otherwise somebody else starts them
     */
    @SuppressWarnings("try") // the building only has to last
    public static void load(CamelContext context, RouteFileText file, int number, boolean withSources)
            throws Exception {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        ErrorHandlerFactory handler = extension.getErrorHandlerFactory();
        try (RoutePlaceholders.Building building = RoutePlaceholders.building();
                WebResources.Load fetches = WebResources.load()) {
            add(context, file, number, withSources);
        } finally {
            extension.setErrorHandlerFactory(handler);
        }
    }

    private static void add(CamelContext context, RouteFileText file, int number, boolean withSources)
            throws Exception {
        Resource resource = ResourceHelper.fromString(nameForCamel(file), file.text());
        Collection<RoutesBuilder> builders =
                PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource);
        if (builders.isEmpty()) {
            throw new RouteFileException("the file holds nothing that Camel knows", 0, null);
        }
        for (RoutesBuilder builder : builders) {
            if (!(builder instanceof RouteBuilder routes)) {
                throw new RouteFileException("only routes, templated routes and rests belong in a route file", 0, null);
            }
            routes.addLifecycleInterceptor(new RouteBuilderLifecycleStrategy() {
                @Override
                public void afterConfigure(RouteBuilder configured) {
                    RouteFileRules.apply(configured, file);
                    rename(configured, file.baseName(), number);
                    if (!withSources) {
                        holdSources(configured);
                    }
                }
            });
            try {
                context.addRoutes(routes);
                routes.addTemplatedRoutesToCamelContext(context);
            } finally {
                // They have become routes, or will not; the model would keep them for ever.
                context.getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRestDefinitions()
                        .removeAll(routes.getRestCollection().getRests());
            }
        }
    }

    /** Camel takes all behind the first dot for the ending, and looks for a loader of {@code v2.xml} files; nor has it one for yml. */
    private static String nameForCamel(RouteFileText file) {
        String base = file.baseName();
        return base.replace('.', '_') + (file.isXml() ? ".xml" : ".yaml");
    }

    private static void holdSources(RouteBuilder builder) {
        for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
            String uri = route.getInput() == null ? "" : route.getInput().getEndpointUri();
            boolean waits = uri.startsWith("platform-http:") || uri.startsWith("direct:") || uri.startsWith("rest:");
            if (!waits && route.getAutoStartup() == null) {
                route.setAutoStartup("false");
            }
        }
    }

    /** Ids of nodes are prefixed: Kaoto gives every node one, and Camel takes none twice, in no other file or version either. */
    private static void rename(RouteBuilder builder, String file, int number) {
        String prefix = file + RouteVersion.SEPARATOR + number + "-";
        for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
            route.setId(RouteVersion.id(route.getRouteId(), number));
            route.setNodePrefixId(prefix);
        }
        for (RestDefinition rest : builder.getRestCollection().getRests()) {
            for (VerbDefinition verb : rest.getVerbs()) {
                verb.setRouteId(RouteVersion.id(verb.getRouteId(), number));
            }
        }
        for (TemplatedRouteDefinition route :
                builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            route.setRouteId(RouteVersion.id(route.getRouteId(), number));
        }
    }
}
