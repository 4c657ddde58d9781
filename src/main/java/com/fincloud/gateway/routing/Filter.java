package com.fincloud.gateway.routing;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import org.apache.camel.Exchange;

/** Looks at a request before its route runs, and lets it pass or refuses it. */
@FunctionalInterface
public interface Filter {

    /**
     * Checks the request that {@code context} stands for; its message is the exchange's.
     *
     * @throws GatewayException to refuse the request
     */
    void check(RequestContext context, Exchange exchange);
}
