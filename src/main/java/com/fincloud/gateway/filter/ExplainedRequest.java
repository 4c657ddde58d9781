package com.fincloud.gateway.filter;

import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.ratelimit.plan.PlanSubject;
import org.jspecify.annotations.Nullable;

/**
 * A request that the command {@code explain} describes, without sending it.
 *
 * @param method as it would be sent
 * @param path raw, without the query
 * @param route the attributes of the route that would serve the request
 * @param subject who would send it; null for anybody
 * @param allow the methods that the path serves, if the request's method is not one of them; otherwise null
 */
public record ExplainedRequest(
        String method, String path, RouteAttributes route, @Nullable PlanSubject subject, @Nullable String allow) {}
