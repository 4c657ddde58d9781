package com.fincloud.gateway.edge;

/** Gives each route its meter when the route starts, so that no request has to look for one. */
@FunctionalInterface
public interface CallMeters {

    /** The meter of a route, {@link RouteFacts#NONE} for calls that reach none; the versions of a route share what it counts. */
    CallMeter open(RouteFacts route);
}
