package com.fincloud.gateway.routing;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import org.apache.camel.Exchange;

/** Checks a request before its route runs: lets it pass or refuses it. */
@FunctionalInterface
public interface Filter {

    /**
     * Checks the request of {@code context}, whose message is the exchange's input message.
     *
     * @throws GatewayException to refuse the request
     */
    void check(RequestContext context, Exchange exchange);
}
