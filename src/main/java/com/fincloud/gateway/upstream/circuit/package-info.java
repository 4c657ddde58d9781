/**
 * Circuit breakers: the circuit of a service, which counts only what is the service's fault, the circuits of single endpoints, and what
 * operators see of both.
 */
@NullMarked
package com.fincloud.gateway.upstream.circuit;

import org.jspecify.annotations.NullMarked;
