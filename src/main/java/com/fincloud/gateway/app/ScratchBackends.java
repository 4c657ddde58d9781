package com.fincloud.gateway.app;

import com.fincloud.gateway.routefile.trial.ScratchContextSetup;
import com.fincloud.gateway.routing.RoutePlaceholders;
import com.fincloud.gateway.routing.WebResources;
import com.fincloud.gateway.routing.step.GatewaySimple;
import com.fincloud.gateway.routing.step.RestDefaults;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.BackendComponent;
import com.fincloud.gateway.upstream.Services;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/** Adds the gateway's template and components to a scratch context, with services that are never called. */
public final class ScratchBackends implements ScratchContextSetup {

    private final GatewaySettings settings;
    private final Clock clock;

    public ScratchBackends(GatewaySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Map<String, Set<List<URI>>> prepare(CamelContext scratch) throws Exception {
        Services services = new Services(settings.breaker(), settings.maxCallsPerService(), clock);
        RoutePlaceholders.install(scratch);
        WebResources.install(scratch);
        GatewaySimple.install(scratch);
        RestDefaults.install(scratch);
        scratch.addService(new ClosingServices(services)); // is closed with the scratch context
        scratch.addComponent("http", new BackendComponent(services, settings.requestTimeout()));
        scratch.addComponent("https", new BackendComponent(services, settings.requestTimeout()));
        scratch.addRoutes(new BackendTemplate(services, settings));
        return services.addresses();
    }

    private static final class ClosingServices extends ServiceSupport {

        private final Services services;

        private ClosingServices(Services services) {
            this.services = services;
        }

        @Override
        protected void doStop() {
            services.close();
        }
    }
}
