package com.fincloud.gateway.routing.response;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.BrokenUpstreamResponse;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.server.GatewayResponse;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response from the exchange: the contract's error body for a failure, otherwise the status, headers and body of the message. A
 * response that fails after its head was sent is aborted, so that the client cannot mistake it for a complete response.
 */
public final class ResponseWriter {

    private final MessageWriter messages = new MessageWriter();

    /** Writes the response of a route that has ended, by an exception or not. */
    public void write(RequestContext context, Exchange exchange, GatewayResponse response) {
        try {
            GatewayException failure = failure(context, exchange);
            if (context.clientGone()) {
                abortForClient(context, response);
            } else if (failure != null) {
                response.error(failure);
            } else {
                messages.write(context, exchange.getMessage(), response);
            }
        } catch (GatewayResponse.ClientGone e) {
            abortForClient(context, response);
        } catch (IOException | RuntimeException e) {
            if (context.clientGone()) {
                abortForClient(context, response);
            } else {
                failLate(context, response, e);
            }
        }
    }

    /** Ends the response of a client that has closed its connection. */
    private static void abortForClient(RequestContext context, GatewayResponse response) {
        context.clientLeft();
        if (!response.committed()) {
            context.status(GatewayError.CLIENT_GONE.status());
        }
        response.abort();
    }

    /** Answers a failure that came up while the message was being written; aborts the response if its head has been sent. */
    private static void failLate(RequestContext context, GatewayResponse response, Exception cause) {
        FatalErrors.check(cause);
        GatewayException failure = lateFailure(context, cause);
        if (cause instanceof GatewayResponse.HeadTooLarge) {
            response.discardHead();
        }
        if (response.committed()) {
            response.abort();
            return;
        }
        try {
            response.error(failure);
        } catch (IOException e) {
            context.clientLeft();
            response.abort();
        }
    }

    private static GatewayException lateFailure(RequestContext context, Exception cause) {
        BrokenUpstreamResponse broken = ObjectHelper.getException(BrokenUpstreamResponse.class, cause);
        GatewayException known = ObjectHelper.getException(GatewayException.class, cause);
        GatewayException failure;
        if (broken != null) {
            failure = of(context, broken);
        } else if (known != null) {
            failure = known;
        } else if (cause instanceof GatewayResponse.HeadTooLarge) {
            failure = new GatewayException(GatewayError.RESPONSE_HEADERS_TOO_LARGE).because("headers_too_large");
        } else {
            failure = new GatewayException(GatewayError.UNFORESEEN, cause);
            context.fail(failure, cause);
            return failure;
        }
        context.fail(failure);
        return failure;
    }

    private static @Nullable GatewayException failure(RequestContext context, Exchange exchange) {
        if (context.failure() == null) {
            Exception thrown = exchange.getException();
            if (thrown == null && !context.cleared()) {
                thrown = new IllegalStateException("Route " + context.route().routeId() + " ran without the chain");
            }
            GatewayException bound = RouteFailure.ofBinding(exchange);
            if (thrown != null) {
                fail(context, exchange, thrown);
            } else if (bound != null) {
                context.fail(bound);
            }
        }
        return context.failure();
    }

    private static void fail(RequestContext context, Exchange exchange, Exception thrown) {
        FatalErrors.check(thrown); // Camel catches every error that a step throws
        GatewayException known = RouteFailure.of(context, exchange, thrown);
        BrokenUpstreamResponse broken = ObjectHelper.getException(BrokenUpstreamResponse.class, thrown);
        if (known != null) {
            context.fail(known);
        } else if (broken != null) {
            context.fail(of(context, broken));
        } else {
            context.fail(new GatewayException(GatewayError.UNFORESEEN), thrown);
        }
    }

    private static GatewayException of(RequestContext context, BrokenUpstreamResponse broken) {
        return new GatewayException(
                        GatewayError.BACKEND_BROKE_OFF, broken, context.route().service())
                .because(broken.reason());
    }
}
