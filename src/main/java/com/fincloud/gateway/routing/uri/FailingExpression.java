package com.fincloud.gateway.routing.uri;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * An expression of a {@code dynamicRouter} that may fail. Camel's router loses an exception that its expression throws, and the request
 * would have no answer; so the exchange gets the exception, and the router ends.
 */
record FailingExpression(Expression uris) implements Expression {

    @Override
    public void init(CamelContext context) {
        uris.init(context);
    }

    @Override
    @SuppressWarnings("NullAway") // null ends the router
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        try {
            return uris.evaluate(exchange, type);
        } catch (RuntimeException e) {
            exchange.setException(e);
            return null;
        }
    }
}
