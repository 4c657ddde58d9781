package com.fincloud.gateway.upstream.instance;

import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The instances of a service, in the order of its list of URLs. */
public final class InstanceGroup {

    /** A silent instance is spared while the others have at most so many times its requests in flight. */
    private static final int SPARING = 4;

    private final List<Instance> instances;
    private final AtomicInteger turn = new AtomicInteger();

    InstanceGroup(List<Instance> instances) {
        this.instances = List.copyOf(instances);
    }

    public List<Instance> instances() {
        return instances;
    }

    /** The base URLs of the instances. */
    List<URI> urls() {
        return instances.stream().map(Instance::url).toList();
    }

    /** Whether there is a choice, so that each instance is judged by itself. */
    public boolean hasSeveral() {
        return instances.size() > 1;
    }

    /** The only instance, or the first of several. */
    public Instance first() {
        return instances.get(0);
    }

    /** Begins the choice of instances for one request. {@code statusCounts} says whether a failed response is the instance's failure. */
    public InstanceAttempts attempts(boolean statusCounts) {
        return new InstanceAttempts(this, statusCounts);
    }

    /**
     * Chooses an instance and begins its call. An instance whose trial is due comes first; then the best rank, then the fewest requests in
     * flight, in turn among equals.
     *
     * @param tried the places of the instances that are not wanted
     * @param further whether the request has been refused elsewhere, so that an instance that hangs is not worth the wait
     * @return null if no instance is left
     */
    @Nullable
    InstanceCall next(BitSet tried, boolean further, boolean statusCounts) {
        int count = instances.size();
        int first = Math.floorMod(turn.getAndIncrement(), count);
        Instance best = null;
        int bestRank = Integer.MAX_VALUE;
        int bestLoad = 0;
        for (int i = 0; i < count; i++) {
            int place = (first + i) % count;
            Instance instance = instances.get(place);
            if (tried.get(place)) {
                continue;
            }
            if (instance.health().beginTrial()) {
                tried.set(place);
                return new InstanceCall(instance, true, statusCounts);
            }
            int rank = instance.health().rank();
            int load = instance.health().inFlight();
            if (best == null || isBetter(instance, rank, load, best, bestRank, bestLoad)) {
                best = instance;
                bestRank = rank;
                bestLoad = load;
            }
        }
        if (best == null || (further && InstanceHealth.isHopeless(bestRank))) {
            return null;
        }
        tried.set(instances.indexOf(best));
        return new InstanceCall(best, false, statusCounts);
    }

    /**
     * A silent instance comes last, unless the other one has so much more to do that it cannot be right to spare the silent one. Of two that
     * are left out the one that has not failed for longer may work again.
     */
    private static boolean isBetter(Instance one, int rank, int load, Instance other, int otherRank, int otherLoad) {
        if (rank == otherRank && !InstanceHealth.isUsable(rank)) {
            return one.health().failedNanos() - other.health().failedNanos() < 0;
        }
        if (rank == otherRank) {
            return load < otherLoad;
        }
        if (InstanceHealth.isUsable(rank) && InstanceHealth.isUsable(otherRank)) {
            return rank < otherRank ? load <= SPARING * otherLoad : SPARING * load < otherLoad;
        }
        return rank < otherRank;
    }

    /** Whether an instance is left that is worth a connection attempt. */
    boolean hasOther(BitSet tried) {
        for (int place = tried.nextClearBit(0); place < instances.size(); place = tried.nextClearBit(place + 1)) {
            if (!InstanceHealth.isHopeless(instances.get(place).health().rank())) {
                return true;
            }
        }
        return false;
    }

    /** Whole seconds, at least 1, until the first instance that is left out is tried again. */
    public long secondsUntilRetry() {
        long least = Long.MAX_VALUE;
        for (Instance instance : instances) {
            least = Math.min(least, instance.health().secondsUntilRetry());
        }
        return least == Long.MAX_VALUE ? 1 : Math.max(1, least);
    }

    /** Whether every instance has failed as often in a row as opens a circuit. */
    boolean allHaveFailed() {
        for (Instance instance : instances) {
            if (!instance.health().hasMetThreshold()) {
                return false;
            }
        }
        return true;
    }
}
