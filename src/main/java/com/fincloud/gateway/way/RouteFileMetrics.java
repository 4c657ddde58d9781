package com.fincloud.gateway.way;

import com.fincloud.gateway.folder.RouteFolder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The route files: {@code gateway_route_files{status}}, the status being loaded or rejected. */
final class RouteFileMetrics {

    private RouteFileMetrics() {}

    static void bind(RouteFolder folder, MeterRegistry registry) {
        gauge(folder, registry, "loaded");
        gauge(folder, registry, "rejected");
    }

    private static void gauge(RouteFolder folder, MeterRegistry registry, String status) {
        Gauge.builder("gateway.route.files", folder, files -> count(files, status))
                .description("Files of the route folder; a rejected one serves what it served before, or nothing")
                .tag("status", status)
                .register(registry);
    }

    private static long count(RouteFolder folder, String status) {
        return folder.files().stream()
                .filter(file -> file.status().equals(status))
                .count();
    }
}
