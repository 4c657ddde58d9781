package com.fincloud.gateway.logging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log needs to know about a request: the ids for its lines, and the secrets that they must not show. */
public interface LoggedRequest {

    /** The value of {@code X-Request-ID}; null for a line of a route that serves no request. */
    @Nullable
    String requestId();

    /** The id of the route that serves the request; null if no route was reached. */
    @Nullable
    String routeId();

    /** The values of its sensitive header fields and its query, and parts of these values. */
    List<String> secrets();
}
