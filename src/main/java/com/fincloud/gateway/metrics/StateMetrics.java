package com.fincloud.gateway.metrics;

import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.revocation.RevocationStatus;
import com.fincloud.gateway.settings.GatewaySettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of this instance: its version, its readiness, and the state of its revocations. */
final class StateMetrics implements MeterBinder {

    private final GatewaySettings settings;
    private final HealthReport health;
    private final RevocationFeed revocations;

    StateMetrics(GatewaySettings settings, HealthReport health, RevocationFeed revocations) {
        this.settings = settings;
        this.health = health;
        this.revocations = revocations;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("gateway.info", () -> 1)
                .description("1; the tags say which gateway this is")
                .tag("name", settings.serviceName())
                .tag("version", settings.version())
                .register(registry);
        Gauge.builder("gateway.ready", health, it -> it.notReady() == null ? 1 : 0)
                .description("1 while this instance wants requests")
                .register(registry);
        Gauge.builder(
                        "gateway.revocations.current",
                        revocations,
                        it -> it.status().state() == RevocationStatus.State.CURRENT ? 1 : 0)
                .description("1 while this instance hears of each revoked token")
                .register(registry);
    }
}
