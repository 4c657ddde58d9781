package com.fincloud.gateway.edge;

import java.util.ArrayList;
import java.util.Collection;
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
    private @Nullable List<RouteConsumer> heldBack;
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), List.of());

    synchronized void add(RouteConsumer consumer) {
        if (heldBack != null) {
            heldBack.add(consumer);
            return;
        }
        consumers.add(consumer);
        publish();
    }

    synchronized void remove(RouteConsumer consumer) {
        if (heldBack != null) {
            heldBack.remove(consumer);
        }
        if (consumers.remove(consumer)) {
            publish();
        }
    }

    /** From now on consumers that start are kept for {@link #handOver}. */
    synchronized void holdBack() {
        heldBack = new ArrayList<>();
    }

    /** Publishes what was held back in place of {@code leaving}, in one step. */
    synchronized void handOver(Collection<String> leaving) {
        List<RouteConsumer> going =
                consumers.stream().filter(c -> leaving.contains(c.id())).toList();
        consumers.removeAll(going);
        release(true);
        publish();
        going.forEach(RouteConsumer::retire);
    }

    /** Ends the holding back; {@code keep} adds what was held back to the table. */
    synchronized void release(boolean keep) {
        if (keep && heldBack != null) {
            consumers.addAll(heldBack);
        }
        heldBack = null;
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

    /**
     * The consumers for {@code path} from the best match to the worst, so that a route for some methods of a path leaves the others to
     * the prefix above it. What serves everything else, the prefix {@code /}, counts only where nothing better matches.
     */
    List<RouteConsumer> match(String path) {
        Snapshot table = snapshot;
        List<RouteConsumer> found = table.exact.getOrDefault(path, List.of());
        found = join(found, matchPatterns(table, path));
        if (!table.prefixes.isEmpty()) {
            for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                found = join(found, table.prefixes.getOrDefault(path.substring(0, end), List.of()));
            }
        }
        return found.isEmpty() ? table.prefixes.getOrDefault("/", List.of()) : found;
    }

    private static List<RouteConsumer> join(List<RouteConsumer> better, List<RouteConsumer> worse) {
        if (worse.isEmpty()) {
            return better;
        }
        if (better.isEmpty()) {
            return worse;
        }
        List<RouteConsumer> both = new ArrayList<>(better);
        both.addAll(worse);
        return both;
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
