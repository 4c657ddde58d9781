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
    static void read(RequestContext call, Exchange exchange, BiPredicate<String, String> dispatch) {
        Message message = exchange.getMessage();
        readHeaders(call, message, dispatch);
        message.setHeader(Exchange.HTTP_METHOD, call.request().method());
        message.setHeader(Exchange.HTTP_PATH, call.request().path());
        if (call.request().query() != null) {
            message.setHeader(Exchange.HTTP_RAW_QUERY, call.request().query());
        }
        message.setBody(call.request().body());
    }

    private static void readHeaders(RequestContext call, Message message, BiPredicate<String, String> dispatch) {
        RequestFields fields = call.request().fields();
        Set<String> nominated = HeaderRules.nominated(fields.all("connection"));
        boolean trusted = call.request().fromTrustedProxy();
        int count = fields.size();
        for (int i = 0; i < count; i++) {
            String name = fields.name(i);
            if (HeaderRules.dropFromClient(name, nominated, trusted)) {
                continue;
            }
            String value = fields.value(i);
            if (name.startsWith("x")
                    && HeaderRules.overridesMethod(name)
                    && !isServed(value, call.request().path(), dispatch)) {
                continue;
            }
            @Nullable Object earlier = message.getHeader(name);
            if (earlier == null) {
                call.requestHeader(message, name, value);
            } else if (earlier instanceof List<?> list) {
                List<Object> values = new ArrayList<>(list);
                values.add(value);
                call.requestHeader(message, name, values);
            } else {
                call.requestHeader(message, name, List.of(earlier, value));
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
