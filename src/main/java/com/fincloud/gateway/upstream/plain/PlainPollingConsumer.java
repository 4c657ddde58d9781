package com.fincloud.gateway.upstream.plain;

import com.fincloud.gateway.http.BodyHold;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.upstream.client.KeptEntity;
import java.io.IOException;
import org.apache.camel.DynamicPollingConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpPollingConsumer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/** Polls like Camel's own consumer ({@code pollEnrich}, {@code poll}), within the limits of {@link KeptEntity}. */
final class PlainPollingConsumer extends HttpPollingConsumer implements DynamicPollingConsumer {

    PlainPollingConsumer(HttpEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected Exchange doReceive(int timeout) {
        KeptBodies.Share own = KeptBodies.ofHeap();
        try {
            Exchange received = new Poll(getEndpoint(), own).doReceive(timeout);
            BodyHold.own(received, own);
            return received;
        } catch (RuntimeException | Error e) {
            own.giveBack();
            throw e;
        }
    }

    @Override
    public Exchange receive(Exchange exchange) {
        return receive(exchange, -1);
    }

    @Override
    public Exchange receiveNoWait(Exchange exchange) {
        return receive(exchange, -1);
    }

    @Override
    public Exchange receive(Exchange exchange, long timeout) {
        KeptBodies.bound(exchange);
        return new Poll(getEndpoint(), BodyHold.share(exchange)).doReceive((int) timeout);
    }

    /** The state of one request, because the consumer itself serves several requests at the same time. */
    private static final class Poll extends HttpPollingConsumer {

        private final KeptBodies.Share share;

        Poll(HttpEndpoint endpoint, KeptBodies.Share share) {
            super(endpoint);
            this.share = share;
        }

        @Override
        protected Exchange doReceive(int timeout) {
            return super.doReceive(timeout);
        }

        @Override
        protected <T> T executeMethod(
                HttpUriRequest request, HttpClientContext context, HttpClientResponseHandler<T> handler)
                throws IOException {
            String host = getEndpoint().getHttpUri().getHost();
            return super.executeMethod(request, context, response -> {
                if (response.getEntity() != null) {
                    response.setEntity(new KeptEntity(response.getEntity(), share, host));
                }
                return handler.handleResponse(response);
            });
        }
    }
}
