package com.fincloud.gateway.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/**
 * A log event as one JSON object on one line: {@code event}, {@code timestamp} (ISO 8601, UTC), {@code level}, the event's own
 * fields, and {@code stack_trace} where there is one. Whatever a client sends stays inside its string.
 */
public final class JsonLines implements StructuredLogFormatter<ILoggingEvent> {

    private static final JsonFactory JSON = new JsonFactory();

    private static final int LAST_PRINTABLE_ASCII = 0x7e;

    private final ThrowableProxyConverter stackTraces = new ThrowableProxyConverter();

    /** Spring Boot's constructor. */
    public JsonLines() {
        stackTraces.start();
    }

    @Override
    public String format(ILoggingEvent event) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.setHighestNonEscapedChar(LAST_PRINTABLE_ASCII); // U+2028 and others break a line, too
            json.writeStartObject();
            json.writeStringField("event", event.getFormattedMessage());
            json.writeStringField("timestamp", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
            json.writeStringField("logger", event.getLoggerName());
            if (event.getKeyValuePairs() != null) {
                for (KeyValuePair field : event.getKeyValuePairs()) {
                    json.writeFieldName(field.key);
                    write(json, field.value);
                }
            }
            if (event.getThrowableProxy() != null) {
                json.writeStringField("stack_trace", stackTraces.convert(event));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Collection<?> values) {
            json.writeStartArray();
            for (Object element : values) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }
}
