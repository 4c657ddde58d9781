package com.fincloud.gateway.way;

import com.fincloud.gateway.backend.BackendComponent;
import com.fincloud.gateway.backend.Services;
import com.fincloud.gateway.folder.Rehearsal;
import com.fincloud.gateway.folder.RoutePlaceholders;
import com.fincloud.gateway.settings.GatewaySettings;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/** Gives a scratch context the gateway's template and components, with services that nobody calls. */
final class BackendRehearsal implements Rehearsal {

    private final GatewaySettings settings;
    private final Clock clock;

    BackendRehearsal(GatewaySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Map<String, Set<List<URI>>> prepare(CamelContext scratch) throws Exception {
        Services services = new Services(settings.breaker(), settings.maxCallsPerService(), clock);
        RoutePlaceholders.install(scratch);
        scratch.addService(new Rehearsed(services)); // goes with the scratch context
        scratch.addComponent("http", new BackendComponent(services, settings.requestTimeout()));
        scratch.addComponent("https", new BackendComponent(services, settings.requestTimeout()));
        scratch.addRoutes(new BackendTemplate(services, settings));
        return services.addresses();
    }

    private static final class Rehearsed extends ServiceSupport {

        private final Services services;

        private Rehearsed(Services services) {
            this.services = services;
        }

        @Override
        protected void doStop() {
            services.close();
        }
    }
}
