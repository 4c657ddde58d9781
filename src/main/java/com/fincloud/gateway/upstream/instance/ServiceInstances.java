package com.fincloud.gateway.upstream.instance;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The instances of one service. They are shared by all its routes and survive a reload, so that a saved route file does not bring back an
 * instance that is left out.
 */
public final class ServiceInstances {

    private static final InstanceGroup NONE = new InstanceGroup(List.of());

    private final String service;
    private final int threshold;
    private final InstanceWatch.Clocks clocks;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> arrivals = new CopyOnWriteArrayList<>();
    private volatile InstanceGroup current = NONE;

    /** Creates it without instances. As many consecutive failures as {@code threshold} leave an instance out. */
    public ServiceInstances(String service, int threshold, Clock clock) {
        this(service, threshold, clock, System::nanoTime, () -> ThreadLocalRandom.current()
                .nextDouble());
    }

    ServiceInstances(String service, int threshold, Clock clock, LongSupplier nanoClock, DoubleSupplier random) {
        this.service = service;
        this.threshold = threshold;
        this.clocks = new InstanceWatch.Clocks(clock, nanoClock, random);
    }

    /** The instances with these URLs. From now on they are those of the service. */
    public InstanceGroup of(List<URI> urls) {
        InstanceGroup group = group(urls);
        serving(group);
        return group;
    }

    private synchronized InstanceGroup group(List<URI> urls) {
        List<URI> known = current.urls();
        if (known.size() == urls.size() && new HashSet<>(known).equals(new HashSet<>(urls))) {
            return current;
        }
        List<Instance> instances = new ArrayList<>();
        for (URI url : urls) {
            int place = known.indexOf(url);
            // An instance whose place has changed begins anew, because its number in logs and metrics is another one.
            instances.add(
                    place == instances.size() ? current.instances().get(place) : fresh(url, instances.size() + 1));
        }
        return new InstanceGroup(instances);
    }

    private Instance fresh(URI url, int number) {
        return new Instance(
                url, new InstanceHealth(new InstanceWatch(service, Integer.toString(number), clocks), threshold));
    }

    /** Requests are sent to this group. Old and new versions of a route may have different groups for a while. */
    public void serving(InstanceGroup group) {
        if (current != group) {
            InstanceGroup before;
            synchronized (this) {
                before = current;
                current = group;
            }
            listeners.forEach(Runnable::run);
            if (!before.urls().isEmpty() && !before.urls().containsAll(group.urls())) {
                arrivals.forEach(Runnable::run);
            }
        }
    }

    /** Calls {@code listener} whenever the list of instances has changed. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Calls {@code listener} whenever the list of instances has a URL that it did not have before, except for the first list. */
    public void onNewUrl(Runnable listener) {
        arrivals.add(listener);
    }

    /** The instances to which requests are sent. */
    public InstanceGroup current() {
        return current;
    }

    /**
     * Whether a failure counts against the service's circuit: with one instance always, with several when every instance has failed as
     * often in a row as opens a circuit.
     */
    public boolean countForCircuit() {
        InstanceGroup group = current;
        return !group.hasSeveral() || group.allHaveFailed();
    }

    /** The status of each instance; empty if there is only one, because the circuit tells everything about it. */
    public List<InstanceStatus> status() {
        List<InstanceStatus> all = new ArrayList<>();
        InstanceGroup group = current;
        if (group.hasSeveral()) {
            for (Instance instance : group.instances()) {
                all.add(instance.health().status(Integer.toString(all.size() + 1)));
            }
        }
        return all;
    }

    /** How often the instance at this place, from 0 on, was left out; 0 if there is none. */
    public long leftOutTimes(int place) {
        InstanceGroup group = current;
        return place < group.instances().size()
                ? group.instances().get(place).health().leftOutTimes()
                : 0;
    }
}
