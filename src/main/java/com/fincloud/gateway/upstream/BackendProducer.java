package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.upstream.client.UpstreamRequest;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Passes a client's call on to a backend as it came, for the template's routes; their circuit breaker is around it. */
final class BackendProducer extends DefaultProducer {

    private final BackendCaller caller;

    BackendProducer(Endpoint endpoint, Backend backend) {
        super(endpoint);
        this.caller = new BackendCaller(backend);
    }

    /**
     * One call, and further attempts where the route asks for them.
     *
     * @throws com.fincloud.gateway.error.GatewayException when no instance answered
     * @throws com.fincloud.gateway.http.body.RequestBody.Failure when the client's body could not be read
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
