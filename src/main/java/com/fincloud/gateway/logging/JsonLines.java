package com.fincloud.gateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/**
 * A log event as one JSON object on one line: {@code event}, {@code timestamp} (ISO 8601, UTC), {@code level}, the event's own fields, and
 * {@code stack_trace} if there is one. A client's input cannot leave its JSON string.
 */
public final class JsonLines implements StructuredLogFormatter<ILoggingEvent> {

    private static final int LAST_PRINTABLE_ASCII = 0x7e; // U+2028 and other characters break a line as well

    /** The buffers are pooled, not thread-local, because a virtual thread would use a thread-local buffer for only one line. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .highestNonEscapedChar(LAST_PRINTABLE_ASCII)
            .characterEscapes(new PrintableAscii())
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .build();

    private static final int USUAL_BYTES = 640;

    private final Timestamps clock = new Timestamps();

    @Override
    public String format(ILoggingEvent event) {
        return new String(bytes(event), StandardCharsets.US_ASCII);
    }

    /** The line as ASCII bytes, which are the same in every charset that logs are written in. */
    @Override
    public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
        return bytes(event);
    }

    private byte[] bytes(ILoggingEvent event) {
        LogEvent shown = LogEvent.of(event);
        ByteArrayOutputStream line = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(line, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("event", shown.message());
            json.writeStringField("timestamp", clock.text(event.getInstant()));
            json.writeStringField("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
            json.writeStringField("logger", event.getLoggerName());
            for (KeyValuePair field : shown.fields()) {
                json.writeFieldName(field.key);
                write(json, field.value);
            }
            if (shown.stackTrace() != null) {
                json.writeStringField("stack_trace", shown.stackTrace());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toByteArray();
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

    /** JSON's standard escapes, and an escape for DEL, which is not printable. */
    private static final class PrintableAscii extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        private final int[] escapes = standardAsciiEscapesForJSON();

        PrintableAscii() {
            escapes[LAST_PRINTABLE_ASCII + 1] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null; // the standard escape
        }
    }
}
