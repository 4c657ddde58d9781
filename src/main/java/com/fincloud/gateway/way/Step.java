package com.fincloud.gateway.way;

import com.fincloud.gateway.edge.Call;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * One step of the chain: it lets the call pass, or throws a {@link GatewayException}.
 *
 * <p>A refusal ends the route by the exchange's route stop, not by an exception: a route file's {@code onException} with {@code
 * continued} would otherwise let a refused call go on. What nobody foresaw refuses as well.
 */
interface Step extends Processor {

    /**
     * Looks at the call.
     *
     * @throws GatewayException to refuse it
     */
    void check(Call call, Exchange exchange);

    /** What it would do with such a call, in a sentence. */
    String explain(Inquiry inquiry);

    @Override
    default void process(Exchange exchange) {
        Call call = Call.of(exchange);
        if (call.cleared()) {
            return;
        }
        try {
            check(call, exchange);
        } catch (GatewayException e) {
            call.fail(e);
            exchange.setRouteStop(true);
        } catch (RuntimeException e) {
            call.fail(new GatewayException(GatewayError.UNFORESEEN), e);
            exchange.setRouteStop(true);
        }
    }
}
