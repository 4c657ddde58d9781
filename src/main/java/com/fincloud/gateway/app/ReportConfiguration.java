package com.fincloud.gateway.app;

import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.health.BackendHealths;
import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.health.KeySetReport;
import com.fincloud.gateway.health.Readiness;
import com.fincloud.gateway.http.RequestMeters;
import com.fincloud.gateway.metrics.request.RequestMetrics;
import com.fincloud.gateway.metrics.request.TraceExemplars;
import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.openapi.PageAccess;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.Services;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the gateway tells about itself: health and the API document. */
@Configuration(proxyBeanMethods = false)
public class ReportConfiguration {

    @Bean
    Readiness readiness() {
        return new Readiness();
    }

    @Bean
    HealthReport healthReport(
            GatewaySettings settings,
            Readiness readiness,
            Services services,
            RateLimiter limiter,
            RevocationFeed revocations,
            RouteFolder folder,
            ConfigFiles files,
            ApiDocuments documents,
            JwtVerifier tokens) {
        return new HealthReport(
                settings,
                readiness,
                services,
                limiter,
                revocations,
                folder,
                files,
                documents,
                new KeySetReport(tokens));
    }

    @Bean
    BackendHealths backendHealths(CamelContext context) {
        return new BackendHealths(context);
    }

    @Bean
    ApiDocuments apiDocuments(
            CamelContext context, GatewayHttpEngine engine, GatewaySettings settings, Clock clock, BackendTls tls) {
        ExposedRoutes routes = new ExposedRoutes(context, engine);
        return new ApiDocuments(routes, routes, settings, clock, tls);
    }

    @Bean
    DocumentLifecycle documentLifecycle(ApiDocuments documents) {
        return new DocumentLifecycle(documents);
    }

    @Bean
    PageAccess pageAccess(GatewaySettings settings) {
        return new PageAccess(settings.publicPaths());
    }

    @Bean
    RequestMeters requestMeters(MeterRegistry metrics, TraceExemplars traces) {
        return new RequestMetrics(metrics, traces, GatewayRoutes.NOT_FOUND);
    }
}
