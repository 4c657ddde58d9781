/** Services and their instances: the choice of an instance, the circuit breaker, and the error for each failure. */
@NullMarked
package com.fincloud.gateway.upstream;

import org.jspecify.annotations.NullMarked;
