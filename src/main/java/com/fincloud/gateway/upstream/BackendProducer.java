package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.upstream.client.UpstreamRequest;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Forwards a client's request unchanged to a backend. The template's routes use it inside their circuit breaker. */
final class BackendProducer extends DefaultProducer {

    private final BackendCaller caller;

    BackendProducer(Endpoint endpoint, Backend backend) {
        super(endpoint);
        this.caller = new BackendCaller(backend);
    }

    /**
     * Sends the request, with further attempts if the route allows retries.
     *
     * @throws com.fincloud.gateway.error.GatewayException if no instance responded
     * @throws com.fincloud.gateway.http.body.RequestBody.Failure if the client's body could not be read
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        RequestContext context = RequestContext.of(exchange);
        Message message = exchange.getMessage();
        UpstreamRequest outgoing = new UpstreamRequest(
                context,
                context.request().method(),
                context.request().path(),
                context.request().query(),
                message.getHeaders(),
                UpstreamRequest.body(message));
        caller.read(caller.call(outgoing), message);
    }
}
