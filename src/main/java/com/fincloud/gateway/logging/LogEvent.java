package com.fincloud.gateway.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A log event in a form that may be shown. The access log line of a request contains no secret by construction and is not changed; every
 * other text is masked. A line of a route or a library names the request that caused it.
 */
record LogEvent(String message, List<KeyValuePair> fields, @Nullable String stackTrace) {

    /** The logger of the access log. */
    private static final String ACCESS = "com.fincloud.gateway.access";

    private static final String OWN = "com.fincloud.gateway.";
    private static final ThrowableProxyConverter STACK_TRACES = new ThrowableProxyConverter();

    static {
        STACK_TRACES.start();
    }

    /** Converts a Logback event. */
    static LogEvent of(ILoggingEvent event) {
        List<KeyValuePair> fields = event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
        String trace = event.getThrowableProxy() == null ? null : Masking.mask(STACK_TRACES.convert(event));
        if (event.getLoggerName().equals(ACCESS)) {
            return new LogEvent(event.getFormattedMessage(), fields, trace);
        }
        List<KeyValuePair> masked = new ArrayList<>(fields.size() + 2);
        LoggedRequest request = event.getLoggerName().startsWith(OWN) ? null : CurrentRequest.get();
        if (request != null) {
            if (request.requestId() != null) {
                masked.add(new KeyValuePair("request_id", request.requestId()));
            }
            masked.add(new KeyValuePair("route_id", request.routeId()));
        }
        for (KeyValuePair field : fields) {
            masked.add(new KeyValuePair(field.key, masked(field.key, field.value)));
        }
        return new LogEvent(Masking.mask(event.getFormattedMessage()), masked, trace);
    }

    private static @Nullable Object masked(String name, @Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Collection<?> values) {
            List<@Nullable Object> masked = new ArrayList<>();
            values.forEach(element -> masked.add(masked(name, element)));
            return masked;
        }
        String prefix = name + "=";
        String text = prefix + value;
        String shown = Masking.mask(text);
        return shown.startsWith(prefix) ? shown.substring(prefix.length()) : Masking.mask(value.toString());
    }
}
