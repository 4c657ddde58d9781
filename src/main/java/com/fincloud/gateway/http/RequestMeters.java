package com.fincloud.gateway.http;

import java.util.function.IntSupplier;

/** Creates each route's meter when the route starts, so that requests need no look-up. */
@FunctionalInterface
public interface RequestMeters {

    /**
     * The meter of a route. All versions of a route share the counters.
     *
     * @param route {@link RouteAttributes#NONE} for requests that reach no route
     * @param inFlight the number of requests that this version is answering
     */
    RequestMeter open(RouteAttributes route, IntSupplier inFlight);
}
