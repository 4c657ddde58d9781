package com.fincloud.gateway.filter;

import com.fincloud.gateway.http.RouteAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A call that somebody asks about.
 *
 * @param method as it would come over the wire
 * @param path raw, without the query
 * @param route what the route that would serve it says about itself
 * @param allow the methods that are served there when the call's is not; else null
 */
public record ExplainedRequest(String method, String path, RouteAttributes route, @Nullable String allow) {}
