package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.http.header.RequestFields;
import com.fincloud.gateway.settings.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Camel message of a request: headers from the wire only, never from the query; repeated headers as a list; the body as a
 * stream that nobody has read.
 */
final class RequestReader {

    private RequestReader() {}

    /**
     * Reads a request.
     *
     * @param dispatch whether a method and a path lead to the same route as the request's own method
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
                context.requestHeader(message, name, value);
            } else if (earlier instanceof List<?> list) {
                List<Object> values = new ArrayList<>(list);
                values.add(value);
                context.requestHeader(message, name, values);
            } else {
                context.requestHeader(message, name, List.of(earlier, value));
            }
        }
    }

    /** Whether each method of a list goes to the route that serves the request: another route could demand other roles. */
    private static boolean isServed(String methods, String path, BiPredicate<String, String> dispatch) {
        for (String method : Values.list(methods)) {
            if (!dispatch.test(method.toUpperCase(Locale.ROOT), path)) {
                return false;
            }
        }
        return true;
    }
}
