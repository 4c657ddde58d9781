package com.fincloud.gateway.metrics;

import com.fincloud.gateway.http.body.KeptBodies;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The metrics of bodies that are kept in files. */
final class BodyMetrics implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("gateway.body.spool", () -> KeptBodies.limits().spool().bytes())
                .description("Bytes of kept bodies in files of BODY_SPOOL_DIR")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder(
                        "gateway.body.spool.files",
                        () -> KeptBodies.limits().spool().files())
                .description("Files of kept bodies in BODY_SPOOL_DIR")
                .register(registry);
    }
}
