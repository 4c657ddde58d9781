package com.fincloud.gateway.upstream.circuit;

import java.util.BitSet;
import java.util.Collection;
import org.apache.camel.Exchange;

/** The statuses of a response that count as a failure of the service ({@code CIRCUIT_BREAKER_STATUSES}). */
public final class FailureStatuses {

    private final BitSet statuses = new BitSet();

    public FailureStatuses(Collection<Integer> statuses) {
        statuses.forEach(this.statuses::set);
    }

    public boolean contains(int status) {
        return status >= 500 && statuses.get(status);
    }

    /** Whether a circuit breaker's result is an exchange with such a response. */
    public boolean isFailure(Object result) {
        return result instanceof Exchange exchange
                && contains(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class));
    }
}
