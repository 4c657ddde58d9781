package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.extension.Instances;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routefile.check.RouteFileRules;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.syntax.YamlRouteProperties;
import com.fincloud.gateway.routing.RoutePlaceholders;
import com.fincloud.gateway.routing.WebResources;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
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
import org.jspecify.annotations.Nullable;

/** Loads one XML or YAML file into a Camel context, with {@link RouteFileRules}. */
public final class RouteFileLoader {

    private RouteFileLoader() {}

    /**
     * Adds the file's routes to {@code context} as version {@code number}. Camel makes a YAML file's {@code errorHandler} the default of
     * the whole context. The previous default is restored, so that the error handler applies only to this file's routes.
     *
     * @param withSources whether to start routes that create exchanges by themselves; otherwise the caller starts them
     */
    public static void load(CamelContext context, RouteFileText file, int number, boolean withSources)
            throws Exception {
        load(context, file, number, withSources, configured -> {});
    }

    /** Does the same, and gives each builder to {@code inspection} before its routes are added. */
    @SuppressWarnings("try") // the resource only has to stay open
    static void load(
            CamelContext context,
            RouteFileText file,
            int number,
            boolean withSources,
            Consumer<RouteBuilder> inspection)
            throws Exception {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        ErrorHandlerFactory handler = extension.getErrorHandlerFactory();
        try (RoutePlaceholders.Building building = RoutePlaceholders.building();
                WebResources.Load fetches = WebResources.load()) {
            add(context, file, number, withSources, inspection);
        } finally {
            extension.setErrorHandlerFactory(handler);
        }
    }

    private static Collection<RoutesBuilder> builders(CamelContext context, RouteFileText file) throws Exception {
        if (file.isBuilder()) {
            return List.of(Instances.builder(file.text(), context));
        }
        String text = YamlRouteProperties.isIn(file)
                ? YamlRouteProperties.without(file).text()
                : file.text();
        Resource resource = ResourceHelper.fromString(nameForCamel(file), text);
        return PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource);
    }

    private static void add(
            CamelContext context,
            RouteFileText file,
            int number,
            boolean withSources,
            Consumer<RouteBuilder> inspection)
            throws Exception {
        Collection<RoutesBuilder> builders = builders(context, file);
        if (builders.isEmpty()) {
            throw new RouteFileException("the file holds nothing that Camel knows", 0, null);
        }
        for (RoutesBuilder builder : builders) {
            if (!(builder instanceof RouteBuilder routes)) {
                throw new RouteFileException("only routes, templated routes and rests belong in a route file", 0, null);
            }
            ErrorHandlerFactory before = context.getCamelContextExtension().getErrorHandlerFactory();
            routes.addLifecycleInterceptor(new RouteBuilderLifecycleStrategy() {
                @Override
                public void afterConfigure(RouteBuilder configured) {
                    addProperties(configured, file);
                    inspection.accept(configured);
                    useOwnErrorHandler(configured, before);
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
                // They have become routes, or have failed; the model would keep them forever.
                context.getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRestDefinitions()
                        .removeAll(routes.getRestCollection().getRests());
            }
        }
    }

    /**
     * The file name for Camel. Camel takes everything after the first dot as the extension, and would search a loader for {@code v2.xml}
     * files. It has no loader for yml either.
     */
    private static String nameForCamel(RouteFileText file) {
        String base = file.baseName();
        return base.replace('.', '_') + (file.isXml() ? ".xml" : ".yaml");
    }

    /** Gives the routes the error handler of a YAML file. Camel has given them the context's, which was there before the file was read. */
    private static void useOwnErrorHandler(RouteBuilder builder, @Nullable ErrorHandlerFactory before) {
        ErrorHandlerFactory own =
                builder.getContext().getCamelContextExtension().getErrorHandlerFactory();
        if (own == null || before == null || own.equals(before)) {
            return;
        }
        builder.getRouteCollection().setErrorHandlerFactory(own);
        for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
            if (before.equals(route.getErrorHandlerFactory())) {
                route.setErrorHandlerFactory(own);
            }
        }
    }

    private static void addProperties(RouteBuilder builder, RouteFileText file) {
        if (!YamlRouteProperties.isIn(file)) {
            return;
        }
        List<RouteDefinition> routes = builder.getRouteCollection().getRoutes();
        List<List<YamlRouteProperties.Property>> properties = YamlRouteProperties.of(file);
        if (routes.size() != properties.size()) {
            throw new RouteFileException("the file's routes and their properties do not match", 0, null);
        }
        for (int i = 0; i < properties.size(); i++) {
            RouteDefinition route = routes.get(i);
            properties.get(i).forEach(property -> route.routeProperty(property.key(), property.value()));
        }
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

    /**
     * Adds a prefix to the ids of nodes. Kaoto gives every node an id, and Camel accepts no id twice, not even in different files or
     * versions.
     */
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
