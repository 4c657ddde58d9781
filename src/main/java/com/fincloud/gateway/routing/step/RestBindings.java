package com.fincloud.gateway.routing.step;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.engine.CamelInternalProcessor;
import org.apache.camel.processor.DefaultInternalProcessorFactory;
import org.apache.camel.spi.CamelInternalProcessorAdvice;
import org.apache.camel.spi.InternalProcessor;
import org.apache.camel.spi.InternalProcessorFactory;
import org.apache.camel.support.processor.RestBindingAdvice;
import org.jspecify.annotations.Nullable;

/**
 * Counts an exchange out of its route when the binding of a rest cannot read its body. Camel ends no advice of a route after one that has
 * thrown ({@code CamelInternalProcessor.process}): each such body would stay in flight, and the route would wait for it when it stops.
 */
public final class RestBindings extends DefaultInternalProcessorFactory {

    private RestBindings() {}

    /** Installs this in {@code context}, for routes that are added later. */
    public static void install(CamelContext context) {
        context.getCamelContextExtension().addContextPlugin(InternalProcessorFactory.class, new RestBindings());
    }

    @Override
    public InternalProcessor addUnitOfWorkProcessorAdvice(CamelContext context, Processor processor, Route route) {
        CamelInternalProcessor internal = new RouteProcessor(context, processor);
        internal.addAdvice(new CamelInternalProcessor.UnitOfWorkProcessorAdvice(route, context));
        return internal;
    }

    private static final class RouteProcessor extends CamelInternalProcessor {

        private RouteProcessor(CamelContext context, Processor processor) {
            super(context, processor);
        }

        @Override
        public void addAdvice(CamelInternalProcessorAdvice<?> advice) {
            if (advice instanceof RestBindingAdvice binding) {
                super.addAdvice(new Binding(binding));
            } else {
                super.addAdvice(advice);
            }
        }
    }

    /** A binding whose failure ends the route as a step's does. */
    private record Binding(RestBindingAdvice binding)
            implements CamelInternalProcessorAdvice<@Nullable Map<String, Object>> {

        @Override
        public @Nullable Map<String, Object> before(Exchange exchange) {
            try {
                return binding.before(exchange);
            } catch (Exception e) {
                exchange.setException(e);
                exchange.setRouteStop(true);
                return null;
            }
        }

        @Override
        public void after(Exchange exchange, @Nullable Map<String, Object> state) throws Exception {
            if (state != null) {
                binding.after(exchange, state);
            }
        }
    }
}
