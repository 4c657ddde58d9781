package com.fincloud.gateway.metrics;

import com.fincloud.gateway.upstream.Service;
import com.fincloud.gateway.upstream.instance.InstanceStatus;
import com.fincloud.gateway.upstream.instance.ServiceInstances;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The metrics of a service's instances. They exist while the service has several, and follow its list of URLs. */
final class InstanceMetrics {

    private final Service service;
    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();
    private int count;

    InstanceMetrics(Service service, MeterRegistry registry) {
        this.service = service;
        this.registry = registry;
    }

    void follow() {
        service.instances().onChange(this::update);
        update();
    }

    private synchronized void update() {
        int now = service.instances().status().size();
        if (now == count) {
            return;
        }
        count = now;
        meters.forEach(registry::remove);
        meters.clear();
        for (int place = 0; place < now; place++) {
            add(place);
        }
    }

    private void add(int place) {
        ServiceInstances instances = service.instances();
        Tags tags = Tags.of("service", service.name(), "number", Integer.toString(place + 1));
        meters.add(gauge(
                "available",
                "1 while an instance of several is not left out",
                tags,
                place,
                status -> status.isHealthy() ? 1 : 0));
        meters.add(gauge(
                "requests", "Requests in flight to an instance of several", tags, place, InstanceStatus::inFlight));
        meters.add(
                FunctionCounter.builder("gateway.backend.instance.left.out", instances, all -> all.leftOutTimes(place))
                        .description("How often an instance of several was left out")
                        .tags(tags)
                        .register(registry));
    }

    private Meter gauge(String name, String meaning, Tags tags, int place, ToDoubleFunction<InstanceStatus> value) {
        return Gauge.builder("gateway.backend.instance." + name, service.instances(), all -> {
                    List<InstanceStatus> status = all.status();
                    return place < status.size() ? value.applyAsDouble(status.get(place)) : 0;
                })
                .description(meaning)
                .tags(tags)
                .register(registry);
    }
}
