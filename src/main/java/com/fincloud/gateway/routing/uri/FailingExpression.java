package com.fincloud.gateway.routing.uri;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * An expression of a {@code dynamicRouter} that may fail. Camel's router loses an exception of its expression, and the request would get no
 * response. So this expression stores the exception in the exchange and ends the router.
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
