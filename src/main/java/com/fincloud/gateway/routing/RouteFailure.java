package com.fincloud.gateway.routing;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.BoundedDocuments;
import com.fincloud.gateway.http.body.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.apache.camel.Exchange;
import org.apache.camel.ValidationException;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * Chooses the error response when a route ends with an exception. A client's body that the route cannot parse is the client's fault: 400,
 * or 413 beyond the limits of a parser. After a backend was called, the parsed body may be the backend's, so the response is 500.
 */
final class RouteFailure {

    /**
     * The responses that Camel's REST binding writes, instead of throwing an exception, for a body that does not fit the type of a verb.
     */
    private static final Set<String> WRITTEN = Set.of(
            "Invalid JSon payload.", "\"Invalid JSon payload.\"", "Invalid XML payload.", "\"Invalid XML payload.\"");

    private static final int LONGEST = 32;

    private RouteFailure() {}

    /** The foreseen failure that caused an exception; null if the failure is unforeseen. */
    static @Nullable GatewayException of(RequestContext context, Throwable thrown) {
        GatewayException known = ObjectHelper.getException(GatewayException.class, thrown);
        if (known != null) {
            return known;
        }
        RequestBody.Failure body = ObjectHelper.getException(RequestBody.Failure.class, thrown);
        if (body != null) {
            return body.answer();
        }
        return context.timings().upstreamUsed() ? null : ofBody(thrown);
    }

    /** The failure for an exception of a parser that has read the client's body; null if the exception is a different one. */
    static @Nullable GatewayException ofBody(Throwable thrown) {
        for (Throwable cause : ObjectHelper.createExceptionIterable(thrown)) {
            if (cause instanceof StreamConstraintsException || cause instanceof BoundedDocuments.TooLarge) {
                return new GatewayException(GatewayError.BODY_TOO_LARGE, cause);
            }
            if (cause instanceof JacksonException
                    || cause instanceof SAXException
                    || cause instanceof XMLStreamException
                    || cause instanceof ValidationException) {
                return new GatewayException(GatewayError.MALFORMED_BODY, cause);
            }
        }
        return null;
    }

    /**
     * The failure that Camel's REST binding has written into the message; null if it has written none. The text is in quotes if the binding
     * has converted it to JSON as well.
     */
    static @Nullable GatewayException ofBinding(Exchange exchange) {
        if (!exchange.isRouteStop()) {
            return null;
        }
        Object body = exchange.getMessage().getBody();
        if (body instanceof byte[] bytes && bytes.length <= LONGEST) {
            body = new String(bytes, StandardCharsets.UTF_8);
        }
        return body instanceof String text && WRITTEN.contains(text)
                ? new GatewayException(GatewayError.MALFORMED_BODY)
                : null;
    }
}
