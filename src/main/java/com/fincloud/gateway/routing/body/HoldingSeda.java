package com.fincloud.gateway.routing.body;

import com.fincloud.gateway.http.BodyHold;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Producer;
import org.apache.camel.StreamCache;
import org.apache.camel.WaitForTaskToComplete;
import org.apache.camel.component.seda.BlockingQueueFactory;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.component.seda.SedaConsumerNotAvailableException;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.component.seda.SedaProducer;

/** Camel's {@code seda:} component with queues that keep their bodies counted in memory: a queue of 1,000 exchanges may hold 10 GB. */
public final class HoldingSeda extends SedaComponent {

    @Override
    protected SedaEndpoint createEndpoint(
            String uri, Component component, BlockingQueueFactory<Exchange> queues, int consumers) {
        return new Endpoint(uri, component, queues, consumers);
    }

    @Override
    protected SedaEndpoint createEndpoint(
            String uri, Component component, BlockingQueue<Exchange> queue, int consumers) {
        return new Endpoint(uri, component, queue, consumers);
    }

    private static final class Endpoint extends SedaEndpoint {

        private Endpoint(String uri, Component component, BlockingQueueFactory<Exchange> queues, int consumers) {
            super(uri, component, queues, consumers);
        }

        private Endpoint(String uri, Component component, BlockingQueue<Exchange> queue, int consumers) {
            super(uri, component, queue, consumers);
        }

        @Override
        public Producer createProducer() {
            return new Sender(this, getWaitForTaskToComplete());
        }
    }

    private static final class Sender extends SedaProducer {

        private Sender(Endpoint endpoint, WaitForTaskToComplete waits) {
            super(
                    endpoint,
                    waits,
                    endpoint.getTimeout(),
                    endpoint.isBlockWhenFull(),
                    endpoint.isDiscardWhenFull(),
                    endpoint.getOfferTimeout());
        }

        @Override
        protected Exchange prepareCopy(Exchange exchange, boolean handover) {
            Exchange copy = super.prepareCopy(exchange, handover);
            if (handover) { // nobody waits, so the end of the request does not end what the copy calls
                copy.setPattern(ExchangePattern.InOnly);
            }
            BodyHold.on(copy);
            return copy;
        }

        /** Ends the hold of a copy that does not fit into the queue. A copy that the queue discards silently ends its hold by itself. */
        @Override
        protected void addToQueue(Exchange exchange, boolean copy)
                throws SedaConsumerNotAvailableException, IOException {
            Exchange queued = copy ? prepareCopy(exchange, true) : exchange;
            try {
                if (copy && queued.getMessage().getBody() instanceof StreamCache cache) {
                    StreamCache copied = cache.copy(queued);
                    if (copied != null) {
                        queued.getMessage().setBody(copied);
                    }
                }
                super.addToQueue(queued, false);
            } catch (SedaConsumerNotAvailableException | IOException | RuntimeException e) {
                BodyHold.drop(queued);
                throw e;
            }
        }
    }
}
