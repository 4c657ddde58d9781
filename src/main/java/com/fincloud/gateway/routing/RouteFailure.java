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
 * What the client is answered when a route ends in an exception. A body of the client that a route cannot read is the client's fault:
 * 400, or 413 beyond the bounds of a parser. After a backend was called nobody can tell whose body it was, so that stays a 500.
 */
final class RouteFailure {

    /** What Camel's REST binding answers, in place of an exception, for a body that does not fit the type of a verb. */
    private static final Set<String> WRITTEN = Set.of(
            "Invalid JSon payload.", "\"Invalid JSon payload.\"", "Invalid XML payload.", "\"Invalid XML payload.\"");

    private static final int LONGEST = 32;

    private RouteFailure() {}

    /** The foreseen failure behind an exception, null when nobody foresaw it. */
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

    /** The failure behind an exception that a parser of the client's body has thrown, null when it is no such exception. */
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
     * The failure that Camel's REST binding has written into the message, in quotes when it has made JSON of that too; null when it has
     * written none.
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
