package com.fincloud.gateway.app;

import com.fincloud.gateway.failure.FailureView;
import com.fincloud.gateway.failure.RecentFailures;
import com.fincloud.gateway.http.PublicAccess;
import com.fincloud.gateway.http.RequestMeters;
import com.fincloud.gateway.http.RequestTrace;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.trace.B3;
import com.fincloud.gateway.ingress.AccessLog;
import com.fincloud.gateway.ingress.ClientWatch;
import com.fincloud.gateway.ingress.Cors;
import com.fincloud.gateway.ingress.InFlightDrain;
import com.fincloud.gateway.ingress.Ingress;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routing.FilterChain;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.routing.PlatformHttp;
import com.fincloud.gateway.routing.RestValidation;
import com.fincloud.gateway.routing.response.ResponseWriter;
import com.fincloud.gateway.server.GatewayAdapter;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.Services;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects the server to Camel: the ingress, and the engine behind {@code platform-http:}. */
@Configuration(proxyBeanMethods = false)
public class RequestConfiguration {

    /** The name under which Camel looks for an engine is {@code platform-http-engine}. */
    @Bean("platform-http-engine")
    GatewayHttpEngine gatewayEngine(
            FilterChain filters, RequestMeters meters, PublicAccess access, @Value("${server.port}") int port) {
        return new GatewayHttpEngine(filters, new ResponseWriter(), meters, access, port);
    }

    /** Camel finds a component by the name of its scheme. */
    @Bean({"platform-http", "platform-http-component"})
    PlatformHttp gatewayHttp() {
        return new PlatformHttp();
    }

    /** Camel uses the only bean of this type for every rest with {@code clientRequestValidation}. */
    @Bean
    RestValidation restValidation() {
        return new RestValidation();
    }

    @Bean
    ClientWatch clientWatch(GatewaySettings settings) {
        return new ClientWatch(settings.clients().halfCloseTimeout());
    }

    @Bean
    Ingress ingress(
            GatewayHttpEngine engine,
            GatewaySettings settings,
            RequestMeters meters,
            RequestTrace trace,
            ClientWatch watch,
            RecentFailures failures) {
        return new Ingress(
                engine,
                meters.open(RouteAttributes.NONE, () -> 0),
                trace,
                new Cors(settings.cors()),
                new AccessLog(),
                failures::completed,
                watch,
                settings.maxRequestBody(),
                B3.of(settings.traces().propagators()));
    }

    @Bean
    RecentFailures recentFailures(Services services, Clock clock) {
        return new RecentFailures(services, clock);
    }

    @Bean
    FailureView failureView(RecentFailures failures, RouteFolder folder, GatewaySettings settings, Clock clock) {
        return new FailureView(failures, folder, settings.routes().directory(), clock);
    }

    @Bean
    FailuresEndpoint failuresEndpoint(FailureView view) {
        return new FailuresEndpoint(view);
    }

    @Bean
    InFlightDrain inFlightDrain(GatewayAdapter adapter) {
        return new InFlightDrain(adapter);
    }
}
