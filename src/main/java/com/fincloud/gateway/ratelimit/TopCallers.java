package com.fincloud.gateway.ratelimit;

import com.fincloud.gateway.ratelimit.CallerNames.Name;
import java.util.HashMap;
import java.util.Map;

/**
 * The most frequent of any number of callers, in bounded memory: the Space-Saving algorithm (Metwally, Agrawal and El Abbadi, "Efficient
 * Computation of Frequent and Top-k Elements in Data Streams", 2005). A caller who comes when the list is full takes the place and the
 * rank of the last one. So whoever has more than a hundredth of all refusals is in the list, however many addresses a flood comes from.
 */
final class TopCallers {

    /** The number of callers. */
    static final int MOST = 100;

    /** What was counted of a caller, and the rank of those whose place it has. */
    private record Place(RefusedCaller counted, long inherited) {

        long rank() {
            return counted.all() + inherited;
        }
    }

    private final Map<Name, Place> places = new HashMap<>();

    void add(Name name, RefusedCaller refusal) {
        Place known = places.get(name);
        if (known != null) {
            places.put(name, new Place(refusal.plus(known.counted()), known.inherited()));
            return;
        }
        places.put(name, new Place(refusal, places.size() < MOST ? 0 : freed()));
    }

    /** Removes the caller with the lowest rank, and returns that rank. */
    private long freed() {
        Name lowest = null;
        long rank = Long.MAX_VALUE;
        for (Map.Entry<Name, Place> place : places.entrySet()) {
            if (place.getValue().rank() < rank) {
                lowest = place.getKey();
                rank = place.getValue().rank();
            }
        }
        if (lowest != null) {
            places.remove(lowest);
        }
        return rank;
    }

    /** What was counted of each. */
    Map<Name, RefusedCaller> counted() {
        Map<Name, RefusedCaller> counted = new HashMap<>();
        places.forEach((name, place) -> counted.put(name, place.counted()));
        return counted;
    }
}
