/**
 * Bodies in routes: whether a route may read a body twice, the bytes of what a route has made a body of, and the steps that have bodies after
 * their request.
 */
@NullMarked
package com.fincloud.gateway.routing.body;

import org.jspecify.annotations.NullMarked;
