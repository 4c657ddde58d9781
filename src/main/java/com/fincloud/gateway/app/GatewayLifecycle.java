package com.fincloud.gateway.app;

import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.lifecycle.Phase;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routing.FailedSteps;
import com.fincloud.gateway.routing.RoutePlaceholders;
import com.fincloud.gateway.routing.WebResources;
import com.fincloud.gateway.routing.step.RestBindings;
import com.fincloud.gateway.routing.step.RestDefaults;
import com.fincloud.gateway.routing.uri.ComputedUriSteps;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the routes before the port opens, so that no client reaches a gateway without routes. Camel's own starter would open the port
 * first.
 */
public final class GatewayLifecycle implements SmartLifecycle {

    private final CamelContext context;
    private final BackendTemplate template;
    private final List<RouteBuilder> routes;
    private final RouteFolder folder;
    private final Duration poll;
    private volatile boolean running;

    /** Creates it; {@code poll} is the pause between two polls of the folder, zero for none. */
    public GatewayLifecycle(
            CamelContext context,
            BackendTemplate template,
            List<RouteBuilder> routes,
            RouteFolder folder,
            Duration poll) {
        this.context = context;
        this.template = template;
        this.routes = List.copyOf(routes);
        this.folder = folder;
        this.poll = poll;
    }

    @Override
    @SuppressWarnings("try") // the resource only has to stay open
    public void start() {
        try (Extensions.ContextClassLoader found = Extensions.use(context)) {
            startRoutes();
        }
    }

    @SuppressWarnings("try") // the resource only has to stay open
    private void startRoutes() {
        RoutePlaceholders.install(context);
        ComputedUriSteps.install(context);
        WebResources.install(context);
        FailedSteps.install(context);
        RestDefaults.install(context);
        RestBindings.install(context);
        try (RoutePlaceholders.Building building = RoutePlaceholders.building()) {
            // A rest may call a direct: route of a different file. If it were inlined, that route would lose its
            // consumer.
            context.getRestConfiguration().setInlineRoutes(false);
            context.addRoutes(template);
            for (RouteBuilder own : routes) {
                context.addRoutes(own);
            }
            context.start();
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        folder.load();
        if (!poll.isZero()) {
            folder.watch(poll);
        }
        running = true;
    }

    @Override
    public void stop() {
        folder.close();
        running = false; // the context stops itself, after the web server
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phase.ROUTES.value();
    }
}
