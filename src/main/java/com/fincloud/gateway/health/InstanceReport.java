package com.fincloud.gateway.health;

import com.fincloud.gateway.upstream.Service;
import com.fincloud.gateway.upstream.Services;
import com.fincloud.gateway.upstream.instance.Instance;
import com.fincloud.gateway.upstream.instance.InstanceStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The instances of each service with several, as the requests of clients find them. An instance is named by its place in the list. */
final class InstanceReport {

    private final Services services;

    InstanceReport(Services services) {
        this.services = services;
    }

    /** Whether no instance is left out. */
    boolean isHealthy() {
        for (Service service : services.all()) {
            for (InstanceStatus status : service.instances().status()) {
                if (!status.isHealthy()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The instances by service; a service with one instance has no entry. */
    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Service service : services.all()) {
            List<Map<String, Object>> instances = of(service);
            if (!instances.isEmpty()) {
                all.put(service.name(), instances);
            }
        }
        return all;
    }

    /**
     * The protocol of each instance to which requests are sent over HTTP/2 if it speaks that, by service, in the order of the URLs; null for
     * an instance without a connection so far. Other services have no entry: they get HTTP/1.1.
     */
    Map<String, List<@Nullable String>> protocols() {
        Map<String, List<@Nullable String>> all = new LinkedHashMap<>();
        for (Service service : services.all()) {
            List<@Nullable String> protocols = new ArrayList<>();
            for (Instance instance : service.instances().current().instances()) {
                protocols.add(service.client().protocol(instance.host()));
            }
            if (protocols.stream().anyMatch(Objects::nonNull)) {
                all.put(service.name(), protocols);
            }
        }
        return all;
    }

    /** The addresses of each service's instances, in their order. They are internal: no client may read them. */
    Map<String, List<String>> addresses() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Service service : services.all()) {
            all.put(
                    service.name(),
                    service.instances().current().instances().stream()
                            .map(instance -> instance.host().toString())
                            .toList());
        }
        return all;
    }

    private static List<Map<String, Object>> of(Service service) {
        List<Map<String, Object>> instances = new ArrayList<>();
        for (InstanceStatus status : service.instances().status()) {
            Map<String, Object> instance = new LinkedHashMap<>();
            instance.put("instance", status.name());
            instance.put("state", status.state());
            instance.put("failure_count", status.failures());
            instance.put("requests_in_flight", status.inFlight());
            instance.put(
                    "last_failure_time", status.lastFailure() == null ? null : String.valueOf(status.lastFailure()));
            instance.put("last_failure", status.reason());
            instance.put("time_until_retry", status.secondsUntilRetry());
            instances.add(instance);
        }
        return instances;
    }
}
