package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.path.RoutePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the consumers of a path in two trees of segments, one of plain paths and one of paths with {@code {name}}. A look-up goes no deeper
 * than the deepest route. So its time is linear in the path and does not depend on the number of routes. The index is immutable.
 */
public final class RouteIndex {

    /** A node of a tree: the routes of exactly this path, and the routes of this path and all paths below it. */
    private static final class Node {

        private final Map<String, Node> children = new HashMap<>();
        private final List<RouteConsumer> here = new ArrayList<>();
        private final List<RouteConsumer> below = new ArrayList<>();
        private @Nullable Node any;

        private Node child(String segment) {
            if (RoutePath.isVariable(segment)) {
                any = any == null ? new Node() : any;
                return any;
            }
            return children.computeIfAbsent(segment, key -> new Node());
        }
    }

    private final Node paths = new Node();
    private final Node patterns = new Node();
    private final Map<RouteConsumer, Integer> ranks = new HashMap<>();
    private final boolean guardsPaths;

    RouteIndex(Collection<RouteConsumer> consumers) {
        List<RouteConsumer> variable = new ArrayList<>();
        boolean guards = false;
        for (RouteConsumer consumer : consumers) {
            guards |= !consumer.servesBelow() && !consumer.roles().isEmpty();
            if (consumer.path().indexOf('{') >= 0) {
                variable.add(consumer);
            } else {
                add(paths, consumer);
            }
        }
        guardsPaths = guards;
        variable.sort(RouteIndex::byDetail);
        for (RouteConsumer consumer : variable) {
            ranks.put(consumer, ranks.size());
            add(patterns, consumer);
        }
    }

    /** Sorts patterns by precision: a plain segment before a named segment, and a longer path before a shorter path. */
    private static int byDetail(RouteConsumer a, RouteConsumer b) {
        String[] first = a.path().split("/", -1);
        String[] second = b.path().split("/", -1);
        for (int i = 0; i < Math.min(first.length, second.length); i++) {
            int order = Boolean.compare(RoutePath.isVariable(first[i]), RoutePath.isVariable(second[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(second.length, first.length);
    }

    private static void add(Node tree, RouteConsumer consumer) {
        String path = consumer.path();
        Node node = tree;
        if (path.length() > 1) {
            for (String segment : path.substring(1).split("/", -1)) {
                node = node.child(segment);
            }
        }
        if (consumer.servesBelow()) {
            node.below.add(consumer);
        }
        // The prefix / is tried last, so it is separate from the page at /.
        if (!consumer.servesBelow() || path.length() > 1) {
            node.here.add(consumer);
        }
        if (consumer.servesTrailingSlash()) {
            node.child("").here.add(consumer);
        }
    }

    /** Whether a route of exactly one path demands roles. */
    boolean guardsPaths() {
        return guardsPaths;
    }

    /**
     * The consumers for {@code path}, the best match first: the exact path, then paths with {@code {name}} segments, then prefixes, the
     * longest prefix first. So a route for some methods of a path leaves the remaining methods to the prefix above it. The prefix {@code /}
     * counts only if nothing else matches.
     */
    public List<RouteConsumer> match(String path) {
        if (path.length() < 2) {
            return paths.here.isEmpty() ? paths.below : paths.here;
        }
        List<List<RouteConsumer>> found = new ArrayList<>(4);
        walk(paths, path, 1, found);
        if (!ranks.isEmpty()) {
            patterns(path, found);
        }
        List<RouteConsumer> best = found.isEmpty() ? paths.below : found.get(0);
        if (found.size() > 1) {
            best = new ArrayList<>();
            found.forEach(best::addAll);
        }
        return best;
    }

    /** Adds the routes of the plain path first, then the routes of its prefixes, the longest first. */
    private static void walk(Node tree, String path, int start, List<List<RouteConsumer>> found) {
        if (tree.children.isEmpty()) {
            return;
        }
        int end = path.indexOf('/', start);
        Node child = tree.children.get(path.substring(start, end < 0 ? path.length() : end));
        if (child == null) {
            return;
        }
        if (end >= 0) {
            walk(child, path, end + 1, found);
        }
        List<RouteConsumer> served = end < 0 ? child.here : child.below;
        if (!served.isEmpty()) {
            found.add(served);
        }
    }

    /** Inserts the routes with named segments between the exact path and the prefixes. */
    private void patterns(String path, List<List<RouteConsumer>> found) {
        List<RouteConsumer> matching = new ArrayList<>();
        walk(patterns, path, 1, false, matching);
        if (!matching.isEmpty()) {
            matching.sort((a, b) -> Integer.compare(rank(a), rank(b)));
            boolean exact = !found.isEmpty() && found.get(0) == exact(path);
            found.add(exact ? 1 : 0, matching);
        }
    }

    private int rank(RouteConsumer consumer) {
        return ranks.getOrDefault(consumer, 0);
    }

    private @Nullable List<RouteConsumer> exact(String path) {
        Node node = paths;
        int start = 1;
        while (start > 0 && node != null) {
            int end = path.indexOf('/', start);
            node = node.children.get(path.substring(start, end < 0 ? path.length() : end));
            start = end + 1;
        }
        return node == null ? null : node.here;
    }

    private static void walk(Node tree, String path, int start, boolean ended, List<RouteConsumer> matching) {
        if (ended) {
            matching.addAll(tree.here);
            return;
        }
        matching.addAll(tree.below);
        int end = path.indexOf('/', start);
        boolean last = end < 0;
        String segment = path.substring(start, last ? path.length() : end);
        Node child = tree.children.get(segment);
        if (child != null) {
            walk(child, path, end + 1, last, matching);
        }
        if (tree.any != null && !segment.isEmpty()) {
            walk(tree.any, path, end + 1, last, matching);
        }
    }
}
