package com.fincloud.gateway.upstream;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.launch.FatalErrors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.util.ObjectHelper;

/**
 * The fallback of a route's circuit breaker: throws the failure for the client. If the circuit is open, Camel stores no exception, so a
 * missing exception means an open circuit (Camel 4.17, CAMEL-24818).
 */
public final class Fallback implements Processor {

    private final Service service;

    /** Creates the fallback of a route to {@code service}. */
    public Fallback(Service service) {
        this.service = service;
    }

    /**
     * Always throws.
     *
     * @throws GatewayException the failure for the client
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        Exception cause = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        FatalErrors.check(cause); // Camel's circuit breaker catches every error
        if (cause == null) {
            throw open(service);
        }
        GatewayException known = ObjectHelper.getException(GatewayException.class, cause);
        if (known != null) {
            throw known;
        }
        BodyReadException body = ObjectHelper.getException(BodyReadException.class, cause);
        throw body == null ? cause : body.answer();
    }

    /** The failure for a request that the open circuit of the service rejects. */
    static GatewayException open(Service service) {
        return new GatewayException(GatewayError.CIRCUIT_OPEN, service.name())
                .header(
                        "Retry-After",
                        Long.toString(Math.max(1, service.status().secondsUntilTrial())));
    }
}
