package com.fincloud.gateway.routing;

import java.util.Collection;

/**
 * Replaces a set of routes by a new set in one step for requests. Routes that start before {@link #commit} are held back: they run, but get
 * no requests.
 */
public interface RouteHandover {

    /**
     * Sends requests to the routes that were held back, and no longer to the leaving routes. Requests in flight are completed there.
     *
     * @param leaving ids of the routes that are replaced or removed
     */
    void commit(Collection<String> leaving);

    /** Drops the routes that were held back. */
    void cancel();
}
