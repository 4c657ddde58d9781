package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.trace.FailedStep;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.Processor;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/**
 * Remembers the step of a route that threw an exception. Camel's error handler calls this only after an exception. A route with an error
 * handler of its own is not followed.
 */
public final class FailedSteps implements Processor {

    private FailedSteps() {}

    /** Makes the error handler of routes without one of their own remember failed steps. */
    public static void install(CamelContext context) {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setOnExceptionOccurredProcessor(new FailedSteps());
        context.getCamelContextExtension().setErrorHandlerFactory(handler);
    }

    @Override
    public void process(Exchange exchange) {
        RequestContext context = RequestContext.find(exchange);
        ExchangeExtension extension = exchange.getExchangeExtension();
        String step = extension.getHistoryNodeId();
        Exception thrown = exchange.getException();
        if (thrown == null) {
            thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        }
        if (context != null && step != null && thrown != null) {
            String route = String.valueOf(exchange.getFromRouteId());
            context.failedStep(new FailedStep(route, step, extension.getHistoryNodeSource(), thrown));
        }
    }
}
