package com.fincloud.gateway.routing.body;

import com.fincloud.gateway.http.BodyHold;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Keeps bodies counted for steps that run after Camel has completed the exchange: {@code resequence}, which stores exchanges, and
 * {@code onCompletion} with {@code parallelProcessing}, whose copies wait in the queue of a thread pool.
 */
public final class LateSteps implements InterceptStrategy {

    private static final Synchronization AT_ITS_END = new SynchronizationAdapter() {
        @Override
        public int getOrder() {
            return HIGHEST;
        }

        @Override
        public void onDone(Exchange exchange) {
            BodyHold.untilUnreachable(exchange);
        }
    };

    /** Creates the strategy of a Camel context. */
    public LateSteps() {}

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor next) {
        if (step instanceof ResequenceDefinition) {
            return new Step(target, LateSteps::withoutClient);
        }
        if (completesLate(step)) {
            return new Step(target, LateSteps::holdAtItsEnd);
        }
        // Camel would make the same bridge, and log a warning for each such step of each route.
        return AsyncProcessorConverterHelper.convert(target);
    }

    /** Detaches the exchange from its request: the client is answered before the later steps run, and their calls must not end with it. */
    private static void withoutClient(Exchange exchange) {
        exchange.setPattern(ExchangePattern.InOnly);
        BodyHold.untilUnreachable(exchange);
    }

    private static boolean completesLate(NamedNode step) {
        RouteDefinition route = step instanceof ProcessorDefinition<?> definition
                ? ProcessorDefinitionHelper.getRoute(definition)
                : null;
        return route != null
                && ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), OnCompletionDefinition.class)
                        .stream()
                        .anyMatch(completion -> completion.getParallelProcessing() != null);
    }

    /** Holds the bodies before {@code onCompletion} copies the exchange, and not earlier: a request that is refused gives them back at once. */
    private static void holdAtItsEnd(Exchange exchange) {
        if (!exchange.getExchangeExtension().containsOnCompletion(AT_ITS_END)) {
            exchange.getExchangeExtension().addOnCompletion(AT_ITS_END);
        }
    }

    private static final class Step extends DelegateAsyncProcessor {

        private final Consumer<Exchange> before;

        Step(Processor target, Consumer<Exchange> before) {
            super(target);
            this.before = before;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            before.accept(exchange);
            return super.process(exchange, callback);
        }
    }
}
