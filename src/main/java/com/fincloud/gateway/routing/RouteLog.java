package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.LoggedRequestContext;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.http.header.SensitiveFields;
import com.fincloud.gateway.logging.CurrentRequest;
import com.fincloud.gateway.logging.LoggedRequest;
import com.fincloud.gateway.logging.Masking;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.LogListener;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * Handles the lines that a route's {@code log} step or {@code log:} endpoint writes, also on threads other than the request's. A line shows
 * no value of a sensitive header field, and names the request.
 */
public final class RouteLog implements LogListener {

    @Override
    public @Nullable String onLog(Exchange exchange, CamelLogger logger, @Nullable String message) {
        RequestContext context = RequestContext.find(exchange);
        if (message == null) {
            return null;
        }
        if (context == null) {
            nameRoute(exchange);
            return message;
        }
        List<String> fields = SensitiveFields.of(exchange);
        if (CurrentRequest.get() == null) {
            CurrentRequest.set(new OfOtherThread(new LoggedRequestContext(context, fields)));
            return message; // the line is masked with the fields of this request
        }
        return fields.isEmpty() ? message : Masking.mask(message, Masking.parts(fields));
    }

    @Override
    public void afterLog(Exchange exchange, CamelLogger logger, @Nullable String message) {
        if (CurrentRequest.get() instanceof OfOtherThread || CurrentRequest.get() instanceof OfRoute) {
            CurrentRequest.set(null);
        }
    }

    /** Names the route of a timer, a queue or the like, which has no request. */
    private static void nameRoute(Exchange exchange) {
        String id = ExchangeHelper.getRouteId(exchange);
        if (id != null && CurrentRequest.get() == null) {
            CurrentRequest.set(new OfRoute(RouteVersion.publicId(id)));
        }
    }

    /** Set for one line only of a route without a request. */
    private record OfRoute(String routeId) implements LoggedRequest {

        @Override
        public @Nullable String requestId() {
            return null;
        }

        @Override
        public List<String> secrets() {
            return List.of();
        }
    }

    /** Set for one line only, because the thread serves other requests next. */
    private record OfOtherThread(LoggedRequestContext context) implements LoggedRequest {

        @Override
        public String requestId() {
            return context.requestId();
        }

        @Override
        public @Nullable String routeId() {
            return context.routeId();
        }

        @Override
        public List<String> secrets() {
            return context.secrets();
        }
    }
}
