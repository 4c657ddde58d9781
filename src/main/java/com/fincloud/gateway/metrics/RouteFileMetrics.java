package com.fincloud.gateway.metrics;

import com.fincloud.gateway.routefile.FileEvent;
import com.fincloud.gateway.routefile.RouteFolder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The metrics of route files: the number of files by status, and the events of changes. */
final class RouteFileMetrics implements MeterBinder {

    private final RouteFolder folder;

    RouteFileMetrics(RouteFolder folder) {
        this.folder = folder;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "loaded");
        gauge(registry, "rejected");
        for (FileEvent event : FileEvent.values()) {
            counter(registry, event); // registered with 0 at the start, so that an alert sees the first event
        }
        folder.onEvent(event -> counter(registry, event).increment());
    }

    private static Counter counter(MeterRegistry registry, FileEvent event) {
        return Counter.builder("gateway.route.file.events")
                .description("Route files that were loaded, reloaded, rejected, removed")
                .tag("event", event.word())
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String status) {
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
