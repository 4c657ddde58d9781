package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.LoggedRequestContext;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.header.SensitiveFields;
import com.fincloud.gateway.logging.CurrentRequest;
import com.fincloud.gateway.logging.LoggedRequest;
import com.fincloud.gateway.logging.Masking;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.LogListener;
import org.jspecify.annotations.Nullable;

/**
 * Handles the lines that a route's {@code log} step or {@code log:} endpoint writes, also on threads other than the request's. A line shows
 * no value of a sensitive header field, and names the request.
 */
public final class RouteLog implements LogListener {

    @Override
    public @Nullable String onLog(Exchange exchange, CamelLogger logger, @Nullable String message) {
        RequestContext context = RequestContext.find(exchange);
        if (message == null || context == null) {
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
        if (CurrentRequest.get() instanceof OfOtherThread) {
            CurrentRequest.set(null);
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
