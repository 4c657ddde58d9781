package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.http.header.RequestFields;
import com.fincloud.gateway.settings.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Creates the Camel message of a request. Headers come from the header fields only, never from the query. Repeated headers become a list.
 * The body is a stream that has not been read.
 */
final class RequestReader {

    private RequestReader() {}

    /**
     * Reads a request into the exchange.
     *
     * @param dispatch tells whether a method and a path go to the same route as the request's own method
     */
    static void read(RequestContext context, Exchange exchange, BiPredicate<String, String> dispatch) {
        Message message = exchange.getMessage();
        readHeaders(context, message, dispatch);
        message.setHeader(Exchange.HTTP_METHOD, context.request().method());
        message.setHeader(Exchange.HTTP_PATH, context.request().path());
        if (context.request().query() != null) {
            message.setHeader(Exchange.HTTP_RAW_QUERY, context.request().query());
        }
        message.setBody(context.request().body());
    }

    private static void readHeaders(RequestContext context, Message message, BiPredicate<String, String> dispatch) {
        RequestFields fields = context.request().fields();
        Set<String> nominated = HeaderRules.nominated(fields.all("connection"));
        boolean trusted = context.request().fromTrustedProxy();
        int count = fields.size();
        for (int i = 0; i < count; i++) {
            String name = fields.name(i);
            if (HeaderRules.dropFromClient(name, nominated, trusted)) {
                if (name.equals("te") && hasTrailers(fields.value(i))) {
                    context.protocol().takesTrailers();
                }
                continue;
            }
            String value = fields.value(i);
            if (name.startsWith("x")
                    && HeaderRules.overridesMethod(name)
                    && !isServed(value, context.request().path(), dispatch)) {
                continue;
            }
            @Nullable Object earlier = message.getHeader(name);
            if (earlier == null) {
                context.headers().toBackend(message, name, value);
            } else if (earlier instanceof List<?> list) {
                List<Object> values = new ArrayList<>(list);
                values.add(value);
                context.headers().toBackend(message, name, values);
            } else {
                context.headers().toBackend(message, name, List.of(earlier, value));
            }
        }
    }

    private static boolean hasTrailers(String codings) {
        return Values.list(codings.toLowerCase(Locale.ROOT)).contains("trailers");
    }

    /** Whether each method of the list goes to the route that serves the request. A different route could demand different roles. */
    private static boolean isServed(String methods, String path, BiPredicate<String, String> dispatch) {
        for (String method : Values.list(methods)) {
            if (!dispatch.test(method.toUpperCase(Locale.ROOT), path)) {
                return false;
            }
        }
        return true;
    }
}
