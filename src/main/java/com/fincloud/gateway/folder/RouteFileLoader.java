package com.fincloud.gateway.folder;

import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Reads one XML or YAML file into a Camel context, under {@link RouteFileRules}. */
final class RouteFileLoader {

    private RouteFileLoader() {}

    static void load(CamelContext context, RouteFileText file) throws Exception {
        Resource resource = ResourceHelper.fromString(file.name(), file.text());
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
                }
            });
            context.addRoutes(routes);
            routes.addTemplatedRoutesToCamelContext(context);
        }
    }
}
