/**
 * Camel's engine for {@code platform-http:}: the route table, the consumer of each route, and the handover between versions of a route.
 */
@NullMarked
package com.fincloud.gateway.routing;

import org.jspecify.annotations.NullMarked;
