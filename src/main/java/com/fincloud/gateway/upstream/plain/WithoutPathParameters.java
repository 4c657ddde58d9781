package com.fincloud.gateway.upstream.plain;

import com.fincloud.gateway.http.RequestContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** A strategy that sends no segment of the client's path as a header field. */
record WithoutPathParameters(HeaderFilterStrategy strategy) implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        RequestContext context = RequestContext.find(exchange);
        return (context != null && context.isPathParameter(name, value))
                || strategy.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return strategy.applyFilterToExternalHeaders(name, value, exchange);
    }
}
