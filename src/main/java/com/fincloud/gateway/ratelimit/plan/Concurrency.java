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
        int now = inFlight.merge(client, 1, Integer::sum);
        if (now > most) {
            leave(client);
            return -1;
        }
        return most - now;
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
