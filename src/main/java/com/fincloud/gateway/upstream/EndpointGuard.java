package com.fincloud.gateway.upstream;

import com.fincloud.gateway.upstream.circuit.EndpointCircuits;
import com.fincloud.gateway.upstream.circuit.ServiceBreaker;
import com.fincloud.gateway.upstream.circuit.ServiceEndpoint;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Calls a backend, and tells the service's {@link EndpointCircuits} of each failed response. */
final class EndpointGuard {

    private final Backend backend;
    private final BackendCaller caller;
    private final @Nullable String fixedPath;

    /** Creates it for a backend; {@code fixedPath} is the path of every request, null if it is the client's. */
    EndpointGuard(Backend backend, BackendCaller caller, @Nullable String fixedPath) {
        this.backend = backend;
        this.caller = caller;
        this.fixedPath = fixedPath;
    }

    /**
     * Sends the request. If the service's circuit must not count the response, the exchange is marked.
     *
     * @throws com.fincloud.gateway.error.GatewayException if no instance responded, or the endpoint's circuit is open
     */
    UpstreamResponse call(UpstreamRequest outgoing, Exchange exchange) throws IOException {
        EndpointCircuits endpoints = backend.service().endpoints();
        if (endpoints.isWatching()) {
            return watched(endpoints, outgoing, exchange);
        }
        UpstreamResponse response = caller.call(outgoing, true);
        if (isFailure(response) && !endpoints.failed(endpoint(outgoing))) {
            exchange.setProperty(ServiceBreaker.UNCOUNTED, true);
        }
        return response;
    }

    private UpstreamResponse watched(EndpointCircuits endpoints, UpstreamRequest outgoing, Exchange exchange)
            throws IOException {
        try (EndpointCircuits.Call call = endpoints.enter(endpoint(outgoing))) {
            UpstreamResponse response = caller.call(outgoing, call.counts());
            if (!call.responded(isFailure(response))) {
                exchange.setProperty(ServiceBreaker.UNCOUNTED, true);
            }
            return response;
        }
    }

    private boolean isFailure(UpstreamResponse response) {
        return backend.isFailure(response.status());
    }

    private ServiceEndpoint endpoint(UpstreamRequest outgoing) {
        return ServiceEndpoint.of(outgoing.method(), outgoing.context(), fixedPath);
    }
}
