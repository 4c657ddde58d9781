/** What the steps of route files use of Camel, with the request's parameters, and with the ids of routes as the files have them. */
@NullMarked
package com.fincloud.gateway.routing.step;

import org.jspecify.annotations.NullMarked;
