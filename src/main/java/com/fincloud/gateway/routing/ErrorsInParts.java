package com.fincloud.gateway.routing;

import com.fincloud.gateway.launch.FatalErrors;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Makes an {@link Error} of a step a failure of its exchange, in routes whose steps may run in threads of their own. Camel catches only
 * exceptions there: after an error, for instance a {@link StackOverflowError}, the request would wait for its part for ever, and an
 * {@link OutOfMemoryError} would not end the process. In the request's own thread, {@link RouteConsumer} catches errors.
 */
public final class ErrorsInParts implements InterceptStrategy {

    /** The steps after which, or within which, other threads continue. */
    private static final List<Class<? extends ProcessorDefinition<?>>> IN_OTHER_THREADS = List.of(
            MulticastDefinition.class,
            SplitDefinition.class,
            ThreadsDefinition.class,
            AggregateDefinition.class,
            DelayDefinition.class,
            ThrottleDefinition.class);

    /** Creates the strategy of a Camel context. */
    public ErrorsInParts() {}

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor next) {
        return step instanceof ProcessorDefinition<?> definition && isInOtherThread(definition)
                ? new Step(target)
                : AsyncProcessorConverterHelper.convert(target); // otherwise Camel does it, and logs a warning
    }

    /** Whether the step may run in another thread than the request's; other routes may be called from such a thread. */
    private static boolean isInOtherThread(ProcessorDefinition<?> step) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(step);
        return route != null
                && (!route.getInput().getEndpointUri().startsWith("platform-http:")
                        || IN_OTHER_THREADS.stream().anyMatch(type -> has(route, type)));
    }

    private static boolean has(RouteDefinition route, Class<? extends ProcessorDefinition<?>> type) {
        return !ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), type)
                .isEmpty();
    }

    private static final class Step extends DelegateAsyncProcessor {

        Step(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            AtomicBoolean done = new AtomicBoolean();
            try {
                return super.process(exchange, doneSync -> {
                    done.set(true);
                    callback.done(doneSync);
                });
            } catch (Error e) {
                FatalErrors.check(e);
                exchange.setException(e);
                if (!done.get()) { // Camel's adapters of synchronous steps have called it already
                    callback.done(true);
                }
                return true;
            }
        }
    }
}
