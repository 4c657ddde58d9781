package com.fincloud.gateway.ratelimit.plan;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The requests that this process is serving for each client with a limit of requests at once. */
public final class Concurrency {

    private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();

    /**
     * Begins a request, unless {@code most} are being served.
     *
     * @return how many more could begin now; -1 if the request may not begin
     */
    public int enter(String client, int most) {
        int[] left = {-1};
        inFlight.compute(client, (name, count) -> {
            int others = count == null ? 0 : count;
            if (others >= most) {
                return count; // a refused request never occupies the place of another one
            }
            left[0] = most - others - 1;
            return others + 1;
        });
        return left[0];
    }

    /** Ends a request that has begun. */
    public void leave(String client) {
        inFlight.computeIfPresent(client, (name, count) -> count > 1 ? count - 1 : null);
    }

    /** The number of clients with a request that is being served. */
    int clients() {
        return inFlight.size();
    }
}
