package com.fincloud.gateway.edge;

import com.fincloud.gateway.settings.GatewaySettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Leads requests from the server to Camel: the ingress, and the engine behind {@code platform-http:}. */
@Configuration(proxyBeanMethods = false)
public class EdgeConfiguration {

    /** The name under which Camel looks for an engine is {@code platform-http-engine}. */
    @Bean("platform-http-engine")
    GatewayEngine gatewayEngine(
            FilterChain filters, CallMeters meters, PublicAccess access, @Value("${server.port}") int port) {
        return new GatewayEngine(filters, new ReplyWriter(), meters, access, port);
    }

    /** Camel finds a component by its scheme's name. */
    @Bean({"platform-http", "platform-http-component"})
    GatewayHttp gatewayHttp() {
        return new GatewayHttp();
    }

    /** Camel takes the one bean of this type for every rest with {@code clientRequestValidation}. */
    @Bean
    RestValidation restValidation() {
        return new RestValidation();
    }

    @Bean
    ClientWatch clientWatch() {
        return new ClientWatch();
    }

    @Bean
    Ingress ingress(
            GatewayEngine engine, GatewaySettings settings, CallMeters meters, CallTrace trace, ClientWatch watch) {
        return new Ingress(
                engine,
                meters.open(RouteFacts.NONE, () -> 0),
                trace,
                new Cors(settings.cors()),
                new AccessLog(),
                watch,
                settings.maxRequestBody());
    }

    @Bean
    InFlightDrain inFlightDrain(GatewayAdapter adapter) {
        return new InFlightDrain(adapter);
    }
}
