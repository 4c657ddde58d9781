package com.fincloud.gateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/**
 * Formats a log event as a readable line: timestamp, level, event, the event's fields as {@code name=value}, the logger. A stack trace
 * follows, indented. A client's input cannot leave its value: characters that could end a line or change the text direction are escaped.
 */
public final class TextLines implements StructuredLogFormatter<ILoggingEvent> {

    private static final int LEVEL_WIDTH = 6;
    private static final String INDENT = "    ";

    private final Timestamps clock = new Timestamps();

    @Override
    public String format(ILoggingEvent event) {
        LogEvent shown = LogEvent.of(event);
        StringBuilder line = new StringBuilder(256);
        line.append(clock.text(event.getInstant())).append(' ');
        String level = event.getLevel().toString();
        line.append(level).append(" ".repeat(Math.max(1, LEVEL_WIDTH - level.length())));
        escape(line, shown.message());
        for (KeyValuePair field : shown.fields()) {
            line.append(' ').append(field.key).append('=');
            value(line, field.value);
        }
        line.append(" logger=").append(event.getLoggerName()).append('\n');
        if (shown.stackTrace() != null) {
            shown.stackTrace().lines().forEach(part -> {
                line.append(INDENT);
                escape(line, part.replace("\t", INDENT));
                line.append('\n');
            });
        }
        return line.toString();
    }

    private static void value(StringBuilder line, @Nullable Object value) {
        if (value == null) {
            line.append('-');
        } else if (value instanceof Collection<?> values) {
            line.append('[');
            String separator = "";
            for (Object element : values) {
                line.append(separator);
                value(line, element);
                separator = ",";
            }
            line.append(']');
        } else {
            String text = value.toString();
            boolean quoted =
                    text.isEmpty() || text.equals("-") || text.chars().anyMatch(c -> " \"=[],".indexOf(c) >= 0);
            if (quoted) {
                line.append('"');
                escape(line, text.replace("\\", "\\\\").replace("\"", "\\\""));
                line.append('"');
            } else {
                escape(line, text);
            }
        }
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            boolean unsafe = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (unsafe) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
