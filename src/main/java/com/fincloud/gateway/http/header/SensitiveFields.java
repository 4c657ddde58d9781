package com.fincloud.gateway.http.header;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The header fields whose values must not appear in the log. */
public final class SensitiveFields {

    /** The names in lower case. */
    public static final List<String> NAMES = List.of(
            "authorization", "proxy-authorization", "x-api-key", "cookie", "set-cookie", "sec-websocket-protocol");

    private SensitiveFields() {}

    /** The sensitive values of a request as received. */
    public static List<String> of(RequestFields fields) {
        List<String> values = new ArrayList<>();
        for (String name : NAMES) {
            values.addAll(fields.all(name));
        }
        return values;
    }

    /** The sensitive values that an exchange's message currently has: from the request, from an upstream response, or set by the route. */
    public static List<String> of(Exchange exchange) {
        List<String> values = new ArrayList<>();
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            if (isSensitive(header.getKey())) {
                add(values, header.getValue());
            }
        }
        return values;
    }

    private static boolean isSensitive(String name) {
        for (String sensitive : NAMES) {
            if (sensitive.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static void add(List<String> values, @Nullable Object value) {
        if (value instanceof Collection<?> several) {
            several.forEach(one -> add(values, one));
        } else if (value != null) {
            values.add(value.toString());
        }
    }
}
