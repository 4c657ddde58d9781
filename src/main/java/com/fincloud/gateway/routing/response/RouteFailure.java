package com.fincloud.gateway.routing.response;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteCalls;
import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.http.body.BoundedDocuments;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.ValidationException;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;
import org.apache.camel.support.processor.PredicateValidationException;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * Chooses the error response when a route ends with an exception. A client's body that the route cannot parse is the client's fault: 400,
 * or 413 beyond the limits of a parser. A service's body is the service's fault: 502. {@link BodyOrigin} tells them apart.
 */
public final class RouteFailure {

    /**
     * The responses that Camel's REST binding writes, instead of throwing an exception, for a body that does not fit the type of a verb.
     */
    private static final Set<String> WRITTEN = Set.of(
            "Invalid JSon payload.", "\"Invalid JSon payload.\"", "Invalid XML payload.", "\"Invalid XML payload.\"");

    private static final int LONGEST = 32;

    private RouteFailure() {}

    /** The foreseen failure that caused an exception; null if the failure is unforeseen. */
    static @Nullable GatewayException of(RequestContext context, Exchange exchange, Throwable thrown) {
        GatewayException known = ObjectHelper.getException(GatewayException.class, thrown);
        if (known != null) {
            return known;
        }
        BodyReadException body = ObjectHelper.getException(BodyReadException.class, thrown);
        if (body != null) {
            return body.answer();
        }
        if (ObjectHelper.getException(ThrottlerRejectedExecutionException.class, thrown) != null) {
            return throttled(thrown);
        }
        return ofParsing(context, exchange, thrown);
    }

    /** The failure of a step that could not parse, convert or accept a body; null if the exception is a different one. */
    private static @Nullable GatewayException ofParsing(RequestContext context, Exchange exchange, Throwable thrown) {
        GatewayException client = ofBody(thrown);
        if (client == null && isConversion(exchange, thrown)) {
            client = new GatewayException(GatewayError.MALFORMED_BODY, thrown).because("conversion");
        }
        if (client == null) {
            return null;
        }
        BodyOrigin origin = BodyOrigin.of(context, exchange);
        if (origin == BodyOrigin.SERVICE) {
            RouteCalls calls = context.madeCalls();
            String service = calls == null ? context.route().service() : calls.first();
            return new GatewayException(GatewayError.BACKEND_UNUSABLE, thrown, service).because(client.reason());
        }
        return origin == BodyOrigin.CLIENT ? client : null;
    }

    private static boolean isConversion(Exchange exchange, Throwable thrown) {
        TypeConversionException conversion = ObjectHelper.getException(TypeConversionException.class, thrown);
        return conversion != null
                && conversion.getValue() == exchange.getMessage().getBody();
    }

    /** Camel tells only the period of its throttle, in which a permit becomes free at the latest. */
    private static GatewayException throttled(Throwable thrown) {
        GatewayException failure = new GatewayException(GatewayError.ROUTE_THROTTLED).because("throttle");
        Throwable rejected = ObjectHelper.getException(ThrottlerRejectedExecutionException.class, thrown);
        String millis = rejected == null || rejected.getMessage() == null
                ? null
                : StringHelper.between(rejected.getMessage(), " within ", "ms");
        return millis == null || millis.length() > 12 || !millis.chars().allMatch(c -> c >= '0' && c <= '9')
                ? failure
                : failure.header("Retry-After", String.valueOf(Math.max(1, (Long.parseLong(millis) + 999) / 1000)));
    }

    /** The failure for an exception of a parser that has read the client's body; null if the exception is a different one. */
    public static @Nullable GatewayException ofBody(Throwable thrown) {
        for (Throwable cause : ObjectHelper.createExceptionIterable(thrown)) {
            if (cause instanceof StreamConstraintsException || cause instanceof BoundedDocuments.TooLarge) {
                return new GatewayException(GatewayError.BODY_TOO_LARGE, cause).because("unmarshal");
            }
            if (cause instanceof PredicateValidationException) {
                return new GatewayException(GatewayError.VALIDATION_FAILED, cause).because("validate");
            }
            if (cause instanceof ValidationException) {
                return new GatewayException(GatewayError.MALFORMED_BODY, cause).because("validate");
            }
            if (cause instanceof JacksonException
                    || cause instanceof SAXException
                    || cause instanceof XMLStreamException) {
                return new GatewayException(GatewayError.MALFORMED_BODY, cause).because("unmarshal");
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
        if (body instanceof InputStreamCache cache && cache.length() <= LONGEST) {
            cache.reset();
            body = cache.readAllBytes();
            cache.reset();
        }
        if (body instanceof byte[] bytes && bytes.length <= LONGEST) {
            body = new String(bytes, StandardCharsets.UTF_8);
        }
        return body instanceof String text && WRITTEN.contains(text)
                ? new GatewayException(GatewayError.MALFORMED_BODY).because("unmarshal")
                : null;
    }
}
