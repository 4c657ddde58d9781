package com.fincloud.gateway.metrics;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.metrics.request.TraceExemplars;
import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.Services;
import com.fincloud.gateway.websocket.WebSockets;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds metrics to the other parts of the gateway. */
@Configuration(proxyBeanMethods = false)
public class MetricsConfiguration {

    /** Spring Boot passes it to the Prometheus registry. */
    @Bean
    TraceExemplars traceExemplars() {
        return new TraceExemplars();
    }

    @Bean
    MeterBinder serviceMetrics(Services services) {
        return new ServiceMetrics(services);
    }

    /** A limiter that is off has no Redis, so it has no metrics. */
    @Bean
    MeterBinder limiterMetrics(RateLimiter limiter, GatewaySettings settings) {
        return settings.rateLimit().enabled() ? new LimiterMetrics(limiter) : registry -> {};
    }

    @Bean
    MeterBinder keySetMetrics(JwtVerifier tokens) {
        return new KeySetMetrics(tokens);
    }

    @Bean
    MeterBinder routeFileMetrics(RouteFolder folder) {
        return new RouteFileMetrics(folder);
    }

    @Bean
    MeterBinder apiKeyMetrics(ApiKeys keys) {
        return new ApiKeyMetrics(keys);
    }

    @Bean
    MeterBinder configFileMetrics(ConfigFiles files) {
        return new ConfigFileMetrics(files);
    }

    @Bean
    MeterBinder documentMetrics(ApiDocuments documents) {
        return new DocumentMetrics(documents);
    }

    @Bean
    MeterBinder webSocketMetrics(WebSockets webSockets) {
        return new WebSocketMetrics(webSockets);
    }

    @Bean
    MeterBinder bodyMetrics() {
        return new BodyMetrics();
    }

    @Bean
    MeterBinder backgroundMetrics() {
        return new BackgroundMetrics();
    }

    @Bean
    MeterBinder stateMetrics(GatewaySettings settings, HealthReport health, RevocationFeed revocations) {
        return new StateMetrics(settings, health, revocations);
    }
}
