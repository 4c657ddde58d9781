/** Calling a service: HTTP client, instances, circuit breaker, failures. */
@NullMarked
package com.fincloud.gateway.backend;

import org.jspecify.annotations.NullMarked;
