package com.fincloud.gateway.app;

import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.health.BackendHealths;
import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.http.body.BodySpool;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.metrics.request.CamelRouteMetrics;
import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.RouteListing;
import com.fincloud.gateway.routing.ErrorsInParts;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.routing.RouteLog;
import com.fincloud.gateway.routing.body.KeptStreams;
import com.fincloud.gateway.routing.body.LateSteps;
import com.fincloud.gateway.routing.body.PartExchanges;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.upstream.Services;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The route folder, and the lifecycle that puts its files into service. */
@Configuration(proxyBeanMethods = false)
public class RouteConfiguration {

    @Bean
    RouteFolder routeFolder(
            CamelContext context,
            GatewayHttpEngine engine,
            Services services,
            GatewaySettings settings,
            Clock clock,
            Extensions extensions) {
        RouteFolder folder = new RouteFolder(
                context, engine, services, settings.routes().directory(), new ScratchBackends(settings, clock), clock);
        folder.add(extensions);
        return folder;
    }

    /** Refuses beans with routes: Camel would add their routes without the checks of route files, and the gateway does not serve them. */
    private static void refuse(ObjectProvider<RoutesBuilder> builders) {
        List<String> names = builders.stream()
                .map(builder -> builder.getClass().getName())
                .sorted()
                .toList();
        if (!names.isEmpty()) {
            throw new SettingsException(
                    List.of(
                            "a Spring bean with routes would not be served: "
                                    + String.join(", ", names)
                                    + " (expected: the class in extensions/src/main/java, without @Component; see docs/extensions.md)"));
        }
    }

    @Bean
    GatewayLifecycle gatewayLifecycle(
            CamelContext context,
            GatewaySettings settings,
            Services services,
            HealthReport report,
            BackendHealths backends,
            MeterRegistry metrics,
            RouteFolder folder,
            ApiDocuments documents,
            ObjectProvider<RoutesBuilder> builders,
            @Value("${gateway.routes.poll-interval}") Duration poll) {
        refuse(builders);
        context.getCamelContextExtension().addLogListener(new RouteLog());
        GatewaySettings.Bodies bodies = settings.bodies();
        KeptBodies.use(
                new KeptBodies.Limits(new BodySpool(bodies.spoolDirectory(), bodies.spoolMax()), bodies.answerMax()));
        context.setStreamCachingStrategy(new KeptStreams());
        context.getCamelContextExtension().setProcessorExchangeFactory(new PartExchanges());
        context.getCamelContextExtension().addInterceptStrategy(new ErrorsInParts());
        context.getCamelContextExtension().addInterceptStrategy(new LateSteps());
        context.addRoutePolicyFactory(new CamelRouteMetrics(metrics));
        return new GatewayLifecycle(
                context,
                new BackendTemplate(services, settings),
                GatewayParts.ownRoutes(settings, report, backends, documents),
                folder,
                settings.routes().reload() ? poll : Duration.ZERO);
    }

    @Bean
    RouteListing routeListing(CamelContext context, RouteFolder folder, GatewaySettings settings) {
        return new RouteListing(context, folder, settings);
    }

    @Bean
    RoutesEndpoint routesEndpoint(RouteListing listing, RouteFolder folder) {
        return new RoutesEndpoint(listing, folder);
    }
}
