package com.fincloud.gateway.health;

import com.fincloud.gateway.configfile.ConfigFault;
import com.fincloud.gateway.configfile.FollowedFile;
import com.fincloud.gateway.http.RouteVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health indicators of {@code /actuator/health} on the management port, in addition to Camel's checks. Only conditions of this instance
 * alone can take it out of service, and so are part of a probe. Redis, backends, circuits and route files are shared by all instances, so
 * their failure is at worst {@code DEGRADED} with response code 200. Otherwise an orchestrator would remove every instance and turn the
 * failure into an outage.
 */
@Configuration(proxyBeanMethods = false)
class HealthIndicators {

    static final Status DEGRADED = new Status("DEGRADED");

    /** Whether this instance accepts requests, for the readiness probe. */
    @Bean
    HealthIndicator gatewayReadyHealthIndicator(HealthReport report) {
        return () -> {
            String reason = report.notReady();
            return reason == null
                    ? Health.up().build()
                    : Health.outOfService().withDetail("reason", reason).build();
        };
    }

    /** Whether the start has finished, for the startup probe. */
    @Bean
    HealthIndicator gatewayStartedHealthIndicator(Readiness readiness) {
        return () -> readiness.isStarting()
                ? Health.outOfService().withDetail("reason", "starting").build()
                : Health.up().build();
    }

    /** Each Camel route and whether it runs, without old versions of routes. */
    @Bean
    HealthIndicator camelRoutesHealthIndicator(CamelContext context) {
        return () -> {
            Map<String, String> routes = new TreeMap<>();
            for (Route route : context.getRoutes()) {
                ServiceStatus status = context.getRouteController().getRouteStatus(route.getId());
                routes.merge(
                        RouteVersion.publicId(route.getId()),
                        status == null ? "Unknown" : status.name(),
                        (one, other) -> one.equals("Started") ? one : other);
            }
            return state(routes.values().stream().allMatch("Started"::equals), routes);
        };
    }

    /** The circuit of each service. */
    @Bean
    HealthIndicator circuitsHealthIndicator(HealthReport report) {
        return () -> state(report.circuits().allClosed(), report.circuits().states());
    }

    /** Whether Redis is available for limits and revocations, if they are used. */
    @Bean
    HealthIndicator redisHealthIndicator(HealthReport report) {
        return () -> state(!report.redisIsMissed(), report.redis());
    }

    /** The keys that verify tokens. */
    @Bean
    HealthIndicator keySetHealthIndicator(HealthReport report) {
        return () -> state(report.keySetIsCurrent(), report.keySet());
    }

    /** The state of each file of the route folder. */
    @Bean
    HealthIndicator routeFilesHealthIndicator(HealthReport report) {
        return () -> {
            Map<String, String> details =
                    new LinkedHashMap<>(report.routeFiles().files());
            boolean good = details.values().stream().allMatch("loaded"::equals);
            String problem = report.routeFiles().folderProblem();
            if (problem != null) {
                details.put("folder", problem);
            }
            return state(good && problem == null, details);
        };
    }

    /** The state of each file that a variable names. */
    @Bean
    HealthIndicator configFilesHealthIndicator(HealthReport report) {
        return () -> {
            Map<String, Object> details = new LinkedHashMap<>();
            for (FollowedFile<?> file : report.configFiles().all()) {
                ConfigFault fault = file.fault();
                details.put(
                        file.variable().name(),
                        fault == null
                                ? "loaded"
                                : fault.at(String.valueOf(file.path().getFileName())));
            }
            return state(report.configFiles().healthy(), details);
        };
    }

    private static Health state(boolean good, Map<String, ?> details) {
        return (good ? Health.up() : Health.status(DEGRADED))
                .withDetails(details)
                .build();
    }
}
