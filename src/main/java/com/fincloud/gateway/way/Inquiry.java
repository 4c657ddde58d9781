package com.fincloud.gateway.way;

import com.fincloud.gateway.edge.RouteFacts;
import org.jspecify.annotations.Nullable;

/**
 * A call that somebody asks about.
 *
 * @param method as it would come over the wire
 * @param path raw, without the query
 * @param route what the route that would serve it says about itself
 * @param allow the methods that are served there when the call's is not; else null
 */
record Inquiry(String method, String path, RouteFacts route, @Nullable String allow) {}
