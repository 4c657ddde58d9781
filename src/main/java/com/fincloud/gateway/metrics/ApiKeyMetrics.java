package com.fincloud.gateway.metrics;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.apikey.ApiKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When each API key was last used. The series of a key go with its entry. */
final class ApiKeyMetrics implements MeterBinder {

    private final ApiKeys keys;
    private final Map<String, Meter> gauges = new HashMap<>();

    ApiKeyMetrics(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        keys.onChange(now -> follow(registry, now));
        follow(registry, keys.all());
    }

    private synchronized void follow(MeterRegistry registry, List<ApiKey> now) {
        gauges.values().forEach(registry::remove);
        gauges.clear();
        for (ApiKey key : now) {
            gauges.put(
                    key.id(),
                    Gauge.builder("gateway.api.key.last.used.seconds", keys, it -> it.lastUsed(key.id()))
                            .description("When an API key was last accepted, in seconds since 1970; 0 if never")
                            .tag("key", key.name())
                            .tag("id", key.id())
                            .register(registry));
        }
    }
}
