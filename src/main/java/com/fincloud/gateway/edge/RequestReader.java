package com.fincloud.gateway.edge;

import com.fincloud.gateway.settings.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.MimeHeaders;
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
    static void read(Call call, Exchange exchange, BiPredicate<String, String> dispatch) {
        Message message = exchange.getMessage();
        readHeaders(call, message, dispatch);
        message.setHeader(Exchange.HTTP_METHOD, call.method());
        message.setHeader(Exchange.HTTP_PATH, call.path());
        if (call.query() != null) {
            message.setHeader(Exchange.HTTP_RAW_QUERY, call.query());
        }
        message.setBody(call.body());
    }

    private static void readHeaders(Call call, Message message, BiPredicate<String, String> dispatch) {
        MimeHeaders headers = call.request().getMimeHeaders();
        Set<String> nominated = HeaderRules.nominated(values(headers, "connection"));
        boolean trusted = call.fromTrustedProxy();
        int count = headers.size();
        for (int i = 0; i < count; i++) {
            String name = Latin1.text(headers.getName(i));
            if (HeaderRules.dropFromClient(name, nominated, trusted)) {
                continue;
            }
            String value = Latin1.text(headers.getValue(i));
            if (name.startsWith("x") && HeaderRules.overridesMethod(name) && !isServed(value, call.path(), dispatch)) {
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

    /** All values of a header, in the order of the wire. */
    static List<String> values(MimeHeaders headers, String name) {
        List<String> values = new ArrayList<>();
        for (int i = headers.findHeader(name, 0); i >= 0; i = headers.findHeader(name, i + 1)) {
            values.add(Latin1.text(headers.getValue(i)));
        }
        return values;
    }

    /** The body of a request, or null when the request has none (RFC 9112 section 6.3). */
    static @Nullable RequestBody body(Request request, long limit, ClientTimeouts timeouts) {
        long length = request.getContentLengthLong();
        boolean chunked = request.getMimeHeaders().getHeader("transfer-encoding") != null;
        Http2Stream stream = Http2Stream.of(request);
        boolean streamed = stream != null && !(request.isFinished() && stream.isComplete());
        if (length < 0 && !chunked && !streamed) {
            return null;
        }
        return new RequestBody(request, length, limit, timeouts);
    }
}
