package com.fincloud.gateway.routing.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.BodyHold;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.StreamedBody;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.component.resilience4j.ResilienceProcessor;
import org.apache.camel.impl.engine.PrototypeProcessorExchangeFactory;
import org.apache.camel.processor.MulticastProcessor;
import org.apache.camel.processor.WireTapProcessor;
import org.apache.camel.spi.ProcessorExchangeFactory;

/**
 * Creates the exchanges for the parts of a {@code split} or {@code recipientList}, and counts each of them against the request's share of
 * the heap. Camel creates all of them before it processes the first part, and a body of 10 MB may have five million parts. Copies that may
 * outlive their request keep its bodies counted.
 */
public final class PartExchanges extends PrototypeProcessorExchangeFactory {

    /** Makes the copies of a step that does not wait until each of them is done. */
    private static final class LastingCopies extends PrototypeProcessorExchangeFactory {

        private LastingCopies(Processor processor) {
            super(processor);
        }

        @Override
        public Exchange createCorrelatedCopy(Exchange exchange, boolean handover) {
            Exchange copy = super.createCorrelatedCopy(exchange, handover);
            BodyHold.on(copy);
            ownReader(copy);
            return copy;
        }
    }

    /** Bytes of heap for an exchange, including copies of the headers and the properties. */
    private static final int EXCHANGE = 2048;

    /** Bytes of heap for the rest of a processed part when the parts are processed one by one ({@code streaming="true"}). */
    private static final int RESULT = 64;

    /** Creates the factory of a Camel context. */
    public PartExchanges() {}

    private PartExchanges(Processor processor) {
        super(processor);
    }

    @Override
    public ProcessorExchangeFactory newProcessorExchangeFactory(Processor processor) {
        if (processor instanceof MulticastProcessor) {
            return new PartExchanges(processor);
        }
        return processor instanceof WireTapProcessor
                        || (processor instanceof ResilienceProcessor breaker && breaker.isTimeoutEnabled())
                ? new LastingCopies(processor)
                : super.newProcessorExchangeFactory(processor);
    }

    @Override
    public Exchange createCorrelatedCopy(Exchange exchange, boolean handover) {
        if (!(getProcessor() instanceof MulticastProcessor parts)) {
            return super.createCorrelatedCopy(exchange, handover);
        }
        RequestContext context = RequestContext.find(exchange);
        if (context != null) {
            take(context, parts.isStreaming() ? RESULT : EXCHANGE);
        }
        Exchange part = super.createCorrelatedCopy(exchange, handover);
        if (parts.isParallelProcessing()) {
            ownReader(part);
        }
        if (parts.getTimeout() > 0 || (parts.isParallelProcessing() && parts.isStopOnException())) {
            BodyHold.on(part);
        }
        return part;
    }

    /** Lets a copy read its body while other threads read theirs. */
    private static void ownReader(Exchange copy) {
        if (copy.getMessage().getBody() instanceof StreamedBody body) {
            StreamCache own = body.copy(copy);
            if (own != null) {
                copy.getMessage().setBody(own);
            }
        }
    }

    private static void take(RequestContext context, int bytes) {
        KeptBodies.Share share = context.bodies().share();
        if (!context.timings().upstreamUsed() && !share.mayAdd(bytes)) {
            throw new GatewayException(GatewayError.BODY_TOO_LARGE);
        }
        share.add(bytes);
    }
}
