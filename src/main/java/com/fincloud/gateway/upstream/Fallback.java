package com.fincloud.gateway.upstream;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.launch.FatalErrors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.util.ObjectHelper;

/**
 * What a route does when its service did not answer: throws the failure that the client shall read. Camel stores no exception when
 * the breaker let no call through, so the absence of one means an open circuit (Camel 4.17, CAMEL-24818).
 */
public final class Fallback implements Processor {

    private final Service service;

    /** The fallback of a route to {@code service}. */
    public Fallback(Service service) {
        this.service = service;
    }

    /**
     * Never returns.
     *
     * @throws GatewayException what to answer
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        Exception cause = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        FatalErrors.check(cause); // Camel's breaker catches every error
        if (cause == null) {
            throw open(service);
        }
        GatewayException known = ObjectHelper.getException(GatewayException.class, cause);
        if (known != null) {
            throw known;
        }
        RequestBody.Failure body = ObjectHelper.getException(RequestBody.Failure.class, cause);
        throw body == null ? cause : body.answer();
    }

    /** What to answer when a service's breaker lets no call through. */
    static GatewayException open(Service service) {
        return new GatewayException(GatewayError.CIRCUIT_OPEN, service.name())
                .header(
                        "Retry-After",
                        Long.toString(Math.max(1, service.status().secondsUntilRetry())));
    }
}
