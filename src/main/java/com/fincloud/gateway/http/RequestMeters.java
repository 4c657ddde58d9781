package com.fincloud.gateway.http;

import java.util.function.IntSupplier;

/** Gives each route its meter when the route starts, so that no request has to look for one. */
@FunctionalInterface
public interface RequestMeters {

    /**
     * The meter of a route; the versions of a route share what it counts.
     *
     * @param route {@link RouteAttributes#NONE} for calls that reach none
     * @param inFlight how many requests this version is answering
     */
    RequestMeter open(RouteAttributes route, IntSupplier inFlight);
}
