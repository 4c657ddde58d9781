package com.fincloud.gateway.backend;

import com.fincloud.gateway.edge.Call;
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
     * @throws com.fincloud.gateway.edge.RequestBody.Failure when the client's body could not be read
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        Call call = Call.of(exchange);
        Message message = exchange.getMessage();
        Outgoing outgoing = new Outgoing(
                call,
                call.request().method(),
                call.request().path(),
                call.request().query(),
                message.getHeaders(),
                Outgoing.body(message));
        caller.read(caller.call(outgoing), message);
    }
}
