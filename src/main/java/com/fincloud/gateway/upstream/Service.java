package com.fincloud.gateway.upstream;

import com.fincloud.gateway.upstream.circuit.BreakerStatus;
import com.fincloud.gateway.upstream.circuit.EndpointCircuits;
import com.fincloud.gateway.upstream.client.ServiceClient;
import com.fincloud.gateway.upstream.instance.ServiceInstances;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/**
 * A backend service, shared by all routes to it, with its circuit breaker, its instances and its connections.
 *
 * @param name the service's name in messages, logs and metrics
 * @param endpoints the endpoints whose circuits are open while the service's circuit is not
 */
public record Service(
        String name,
        CircuitBreaker breaker,
        BreakerStatus status,
        EndpointCircuits endpoints,
        ServiceInstances instances,
        ServiceClient client) {}
