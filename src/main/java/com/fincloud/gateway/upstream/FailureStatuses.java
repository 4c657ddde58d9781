package com.fincloud.gateway.upstream;

import java.util.BitSet;
import java.util.Collection;
import org.apache.camel.Exchange;

/** The statuses of a response that count as a failure of the service ({@code CIRCUIT_BREAKER_STATUSES}). */
final class FailureStatuses {

    private final BitSet statuses = new BitSet();

    FailureStatuses(Collection<Integer> statuses) {
        statuses.forEach(this.statuses::set);
    }

    boolean contains(int status) {
        return status >= 500 && statuses.get(status);
    }

    /** Whether a circuit breaker's result is an exchange with such a response. */
    boolean isFailure(Object result) {
        return result instanceof Exchange exchange
                && contains(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class));
    }
}
