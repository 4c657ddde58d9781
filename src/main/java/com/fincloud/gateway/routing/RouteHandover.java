package com.fincloud.gateway.routing;

import java.util.Collection;

/**
 * The exchange of one set of routes for another, seen by requests as one moment. Between its making and {@link #commit} routes that
 * start are held back: they run, and no request finds them.
 */
public interface RouteHandover {

    /**
     * Lets requests find the routes that were held back, and no longer those that go. What is under way there goes on.
     *
     * @param leaving ids of the routes that go
     */
    void commit(Collection<String> leaving);

    /** Forgets the routes that were held back. */
    void cancel();
}
