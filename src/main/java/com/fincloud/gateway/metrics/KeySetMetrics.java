package com.fincloud.gateway.metrics;

import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.auth.token.KeyStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Metrics of the keys that verify tokens, by issuer. The file of the issuers decides which there are, and may change. */
final class KeySetMetrics implements MeterBinder {

    private final JwtVerifier tokens;

    KeySetMetrics(JwtVerifier tokens) {
        this.tokens = tokens;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        MultiGauge keys = MultiGauge.builder("gateway.key.set.keys")
                .description("Usable keys of an issuer; 0 until its keys were fetched once")
                .register(registry);
        MultiGauge current = MultiGauge.builder("gateway.key.set.current")
                .description("1 while the keys of an issuer are as it publishes them")
                .register(registry);
        Runnable update = () -> {
            keys.register(rows(KeyStatus::keys), true);
            current.register(rows(status -> status.isCurrent() ? 1 : 0), true);
        };
        tokens.onChange(update);
        update.run();
    }

    private List<Row<?>> rows(ToDoubleFunction<KeyStatus> figure) {
        return tokens.keys().keySet().stream()
                .<Row<?>>map(issuer -> Row.of(Tags.of("issuer", issuer), tokens, it -> {
                    KeyStatus status = it.keys().get(issuer);
                    return status == null ? Double.NaN : figure.applyAsDouble(status);
                }))
                .toList();
    }
}
