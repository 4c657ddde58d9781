package com.fincloud.gateway.openapi.merge;

import org.jspecify.annotations.Nullable;

/** Knows where the gateway sends a request. */
@FunctionalInterface
public interface Dispatcher {

    /** The public id of the route that serves such a request; null if it is refused. */
    @Nullable
    String route(String method, String path);
}
