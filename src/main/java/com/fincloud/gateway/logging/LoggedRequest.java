package com.fincloud.gateway.logging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log needs to know of a request: what its lines name, and what they must not show. */
public interface LoggedRequest {

    /** Value of {@code X-Request-ID}. */
    String requestId();

    /** Id of the route that serves it, null when none was reached. */
    @Nullable
    String routeId();

    /** The values of its sensitive fields and its query, and parts of them. */
    List<String> secrets();
}
