package com.fincloud.gateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumers that serve requests. {@link RouteIndex#match} compares the raw path segment by segment. A change replaces the whole index,
 * so that a request sees either the old index or the new index. The index is made when it is next asked for, because hundreds of files are
 * loaded one after the other.
 */
public final class RouteTable {

    private final List<RouteConsumer> consumers = new ArrayList<>();
    private @Nullable List<RouteConsumer> heldBack;
    private volatile @Nullable RouteIndex index;

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

    /** Consumers that start from now on get no requests until {@link #handOver}. */
    synchronized void holdBack() {
        heldBack = new ArrayList<>();
    }

    /** Publishes the consumers that were held back and removes {@code leaving}, in one step. */
    synchronized void handOver(Collection<String> leaving) {
        List<RouteConsumer> going =
                consumers.stream().filter(c -> leaving.contains(c.id())).toList();
        consumers.removeAll(going);
        release(true);
        publish();
        going.forEach(RouteConsumer::retire);
    }

    /** Holds consumers back no longer. {@code keep} adds the consumers that were held back to the table. */
    synchronized void release(boolean keep) {
        if (keep && heldBack != null) {
            consumers.addAll(heldBack);
        }
        heldBack = null;
    }

    private void publish() {
        index = null;
    }

    /** The current routes. */
    public RouteIndex index() {
        RouteIndex known = index;
        return known == null ? renewed() : known;
    }

    private synchronized RouteIndex renewed() {
        RouteIndex known = index;
        if (known == null) {
            known = new RouteIndex(consumers);
            index = known;
        }
        return known;
    }
}
