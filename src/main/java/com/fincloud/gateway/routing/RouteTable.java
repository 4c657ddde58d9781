package com.fincloud.gateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumers that serve. A path is matched raw, segment by segment: see {@link RouteIndex#match}. A change replaces the whole index,
 * so that a request sees either the old or the new one.
 */
public final class RouteTable {

    private final List<RouteConsumer> consumers = new ArrayList<>();
    private @Nullable List<RouteConsumer> heldBack;
    private volatile RouteIndex index = RouteIndex.EMPTY;

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
        index = new RouteIndex(consumers);
    }

    /** The routes as they are now. */
    public RouteIndex index() {
        return index;
    }
}
