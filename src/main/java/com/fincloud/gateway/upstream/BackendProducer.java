package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.routing.body.BodyContent;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import com.fincloud.gateway.websocket.Handshake;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Forwards a client's request unchanged to a backend. The template's routes use it inside their circuit breaker. */
final class BackendProducer extends DefaultProducer {

    private final Backend backend;
    private final ResponseBinding binding;
    private final String service;
    private final EndpointGuard guard;

    BackendProducer(Endpoint endpoint, Backend backend) {
        super(endpoint);
        this.backend = backend;
        this.binding = new ResponseBinding(backend);
        this.service = backend.service().name();
        this.guard = new EndpointGuard(backend, new BackendCaller(backend), null);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        backend.startChecks();
    }

    @Override
    protected void doStop() throws Exception {
        backend.stopChecks();
        super.doStop();
    }

    /**
     * Sends the request, with further attempts if the route allows retries.
     *
     * @throws com.fincloud.gateway.error.GatewayException if no instance responded
     * @throws com.fincloud.gateway.http.body.BodyReadException if the client's body could not be read
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        RequestContext context = RequestContext.of(exchange);
        Message message = exchange.getMessage();
        Handshake webSocket = context.webSocket();
        if (webSocket != null) {
            message.setHeader("Connection", "Upgrade");
            message.setHeader("Upgrade", "websocket");
        }
        UpstreamRequest outgoing = new UpstreamRequest(
                context,
                context.request().method(),
                context.request().path(),
                context.request().query(),
                message.getHeaders(),
                BodyContent.of(message, null));
        UpstreamResponse response = guard.call(outgoing, exchange);
        if (webSocket != null) {
            WebSocketResponse.take(response, webSocket, context, service);
        }
        binding.bind(response, message);
    }
}
