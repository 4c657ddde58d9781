/** Bodies in routes: whether a route may read a body twice, and the bytes of what a route has made a body of. */
@NullMarked
package com.fincloud.gateway.routing.body;

import org.jspecify.annotations.NullMarked;
