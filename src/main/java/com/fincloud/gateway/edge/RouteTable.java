package com.fincloud.gateway.edge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which consumer serves a path. A path is matched raw, segment by segment: an exact path first, then a path with {@code {name}}
 * segments, then the longest prefix. A change replaces the whole table, so that a request sees either the old or the new one.
 */
final class RouteTable {

    private record Snapshot(
            Map<String, List<RouteConsumer>> exact,
            Map<String, List<RouteConsumer>> prefixes,
            List<RouteConsumer> patterns) {}

    private final List<RouteConsumer> consumers = new ArrayList<>();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), List.of());

    synchronized void add(RouteConsumer consumer) {
        consumers.add(consumer);
        publish();
    }

    synchronized void remove(RouteConsumer consumer) {
        consumers.remove(consumer);
        publish();
    }

    private void publish() {
        Map<String, List<RouteConsumer>> exact = new HashMap<>();
        Map<String, List<RouteConsumer>> prefixes = new HashMap<>();
        List<RouteConsumer> patterns = new ArrayList<>();
        for (RouteConsumer consumer : consumers) {
            String path = consumer.path();
            if (path.indexOf('{') >= 0) {
                patterns.add(consumer);
                continue;
            }
            if (consumer.servesBelow()) {
                prefixes.computeIfAbsent(path, key -> new ArrayList<>()).add(consumer);
            }
            // The prefix / is the last resort: it must not mix with the page at /.
            if (!consumer.servesBelow() || path.length() > 1) {
                exact.computeIfAbsent(path, key -> new ArrayList<>()).add(consumer);
            }
        }
        snapshot = new Snapshot(exact, prefixes, patterns);
    }

    /** The consumers of the best match for {@code path}, one or more with different methods; empty when nothing serves it. */
    List<RouteConsumer> match(String path) {
        Snapshot table = snapshot;
        List<RouteConsumer> found = table.exact.get(path);
        if (found != null) {
            return found;
        }
        found = matchPatterns(table, path);
        if (!found.isEmpty()) {
            return found;
        }
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            @Nullable List<RouteConsumer> prefix = table.prefixes.get(path.substring(0, end));
            if (prefix != null) {
                return prefix;
            }
        }
        return table.prefixes.getOrDefault("/", List.of());
    }

    private static List<RouteConsumer> matchPatterns(Snapshot table, String path) {
        if (table.patterns.isEmpty()) {
            return List.of();
        }
        List<RouteConsumer> found = new ArrayList<>();
        for (RouteConsumer consumer : table.patterns) {
            if (consumer.pathVariables(path) != null) {
                found.add(consumer);
            }
        }
        return found;
    }
}
