package com.fincloud.gateway.health;

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
 * What {@code /actuator/health} on the management port shows beside Camel's own checks. Only what concerns this instance alone can be
 * out of service, and so in a probe; what all instances share is {@code DEGRADED} at worst, which is answered 200: an orchestrator that
 * took every instance away for a backend, a circuit, a Redis or a file that is broken would make an outage of it.
 */
@Configuration(proxyBeanMethods = false)
class HealthIndicators {

    static final Status DEGRADED = new Status("DEGRADED");

    /** Whether this instance wants requests; the readiness probe asks. */
    @Bean
    HealthIndicator gatewayReadyHealthIndicator(HealthReport report) {
        return () -> {
            String reason = report.notReady();
            return reason == null
                    ? Health.up().build()
                    : Health.outOfService().withDetail("reason", reason).build();
        };
    }

    /** Whether the start is over; the startup probe asks. */
    @Bean
    HealthIndicator gatewayStartedHealthIndicator(Readiness readiness) {
        return () -> readiness.isStarting()
                ? Health.outOfService().withDetail("reason", "starting").build()
                : Health.up().build();
    }

    /** Each Camel route and whether it runs; a route's old versions are left out. */
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

    /** Each service's circuit. */
    @Bean
    HealthIndicator circuitsHealthIndicator(HealthReport report) {
        return () -> {
            Map<String, String> circuits = report.circuits();
            return state(circuits.values().stream().allMatch("closed"::equals), circuits);
        };
    }

    /** Whether Redis decides about limits and tells of revocations, as far as it is asked. */
    @Bean
    HealthIndicator redisHealthIndicator(HealthReport report) {
        return () -> state(!report.redisIsMissed(), report.redis());
    }

    /** Each file of the route folder. */
    @Bean
    HealthIndicator routeFilesHealthIndicator(HealthReport report) {
        return () -> {
            Map<String, String> details = new LinkedHashMap<>(report.routeFiles());
            boolean good = details.values().stream().allMatch("loaded"::equals);
            String problem = report.routeFolderProblem();
            if (problem != null) {
                details.put("folder", problem);
            }
            return state(good && problem == null, details);
        };
    }

    private static Health state(boolean good, Map<String, ?> details) {
        return (good ? Health.up() : Health.status(DEGRADED))
                .withDetails(details)
                .build();
    }
}
