package com.fincloud.gateway.app;

import com.fincloud.gateway.http.HeadBudget;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.BackendComponent;
import com.fincloud.gateway.upstream.Services;
import com.fincloud.gateway.upstream.client.connect.ConnectionTerms;
import java.time.Clock;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The services, and the components that call them. */
@Configuration(proxyBeanMethods = false)
public class UpstreamConfiguration {

    @Bean
    BackendTls backendTls(SslBundles bundles) {
        return BackendTls.of(bundles);
    }

    @Bean
    Services services(GatewaySettings settings, Clock clock, BackendTls tls, HeadBudget heads) {
        Services services = new Services(
                settings.breaker(),
                settings.maxCallsPerService(),
                clock,
                tls,
                heads,
                new ConnectionTerms(settings.maxConnectionAge(), settings.nameAge()));
        services.keep(settings.services());
        return services;
    }

    /** Camel finds a component by the name of its scheme. */
    @Bean({"http", "http-component"})
    BackendComponent http(Services services, GatewaySettings settings) {
        return new BackendComponent(services, settings.requestTimeout());
    }

    @Bean({"https", "https-component"})
    BackendComponent https(Services services, GatewaySettings settings) {
        return new BackendComponent(services, settings.requestTimeout());
    }
}
