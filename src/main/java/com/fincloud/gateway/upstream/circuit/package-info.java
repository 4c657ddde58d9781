/**
 * Circuit breakers: the circuit of a service, which counts only failures of that service, the circuits of single endpoints, and the state
 * of both for operators.
 */
@NullMarked
package com.fincloud.gateway.upstream.circuit;

import org.jspecify.annotations.NullMarked;
