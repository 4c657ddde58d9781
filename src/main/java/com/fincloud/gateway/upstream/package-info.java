/** Services and their instances: which one is called, when the circuit breaker opens, and what a failure becomes. */
@NullMarked
package com.fincloud.gateway.upstream;

import org.jspecify.annotations.NullMarked;
