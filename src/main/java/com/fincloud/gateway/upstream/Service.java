package com.fincloud.gateway.upstream;

import com.fincloud.gateway.upstream.client.ServiceClient;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/**
 * A backend service, shared by all routes to it, with its circuit breaker and its connections.
 *
 * @param name the service's name in messages, logs and metrics
 */
public record Service(String name, CircuitBreaker breaker, BreakerStatus status, ServiceClient client) {}
