package com.fincloud.gateway.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instance of a service whose {@code /health} is requested.
 *
 * @param number its place in the service's list of URLs, from 1 on
 * @param count the number of the service's instances
 */
public record AskedInstance(String service, int number, int count) {

    private static final String INSTANCES = "instances";

    /** Whether the service has no other instance. */
    public boolean isOnly() {
        return count == 1;
    }

    /** Adds the instance to its report, if there are several. */
    void nameIn(Map<String, Object> report) {
        if (!isOnly()) {
            report.put(INSTANCES, Map.of(Integer.toString(number), String.valueOf(report.get("status"))));
        }
    }

    /** One report of two instances of a service: that of a healthy one, with the status of each. */
    static Object together(Object one, Object other) {
        if (!(one instanceof Map<?, ?> first) || !(other instanceof Map<?, ?> second)) {
            return other;
        }
        Map<?, ?> better = "healthy".equals(first.get("status")) ? first : second;
        Map<String, Object> report = new LinkedHashMap<>();
        better.forEach((name, value) -> report.put(String.valueOf(name), value));
        Map<String, Object> instances = new TreeMap<>();
        for (Map<?, ?> each : new Map<?, ?>[] {first, second}) {
            if (each.get(INSTANCES) instanceof Map<?, ?> named) {
                named.forEach((name, status) -> instances.put(String.valueOf(name), status));
            }
        }
        report.put(INSTANCES, instances);
        return report;
    }

    /** Whether a service's report says that it, and each of its instances, is healthy. */
    static boolean allHealthy(Map<?, ?> report) {
        return "healthy".equals(report.get("status"))
                && (!(report.get(INSTANCES) instanceof Map<?, ?> instances)
                        || instances.values().stream().allMatch("healthy"::equals));
    }
}
