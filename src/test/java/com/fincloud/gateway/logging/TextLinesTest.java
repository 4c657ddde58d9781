package com.fincloud.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** {@code LOG_FORMAT=text}: the same fields, to read. */
class TextLinesTest {

    private final TextLines lines = new TextLines();

    private static LoggingEvent event(String message, @Nullable Throwable cause) {
        LoggingEvent event = new LoggingEvent(
                "caller", new LoggerContext().getLogger("com.fincloud.gateway.Some"), Level.WARN, message, cause, null);
        event.setInstant(Instant.parse("2026-03-01T12:00:00.123456Z"));
        return event;
    }

    @Test
    void aLineHasTimestampLevelEventAndFields() {
        LoggingEvent event = event("Route file rejected", null);
        event.addKeyValuePair(new KeyValuePair("file", "one.xml"));
        event.addKeyValuePair(new KeyValuePair("line", 7));
        event.addKeyValuePair(new KeyValuePair("error", "no 'x' here"));
        event.addKeyValuePair(new KeyValuePair("user_id", null));
        event.addKeyValuePair(new KeyValuePair("routes", List.of("a", "b c")));

        assertThat(lines.format(event))
                .isEqualTo(
                        "2026-03-01T12:00:00.123456Z WARN  Route file rejected file=one.xml line=7 error=\"no 'x' here\""
                                + " user_id=- routes=[a,\"b c\"] logger=com.fincloud.gateway.Some\n");
    }

    @Test
    void aClientsTextEndsNoLineAndNoValue() {
        LoggingEvent event = event("Request completed", null);
        event.addKeyValuePair(new KeyValuePair("user_agent", "a\r\n2026 INFO  x\u2028\u202e\u001b[31m"));
        event.addKeyValuePair(new KeyValuePair("path", "/a\" status_code=200 x=\\"));

        String line = lines.format(event);

        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .contains("user_agent=\"a\\u000d\\u000a2026 INFO  x\\u2028\\u202e\\u001b[31m\"")
                .contains("path=\"/a\\\" status_code=200 x=\\\\\"");
    }

    @Test
    void aStackTraceFollowsIndented() {
        String text = lines.format(event("Request failed", new IllegalStateException("bad\n2026 INFO  forged")));

        assertThat(text.lines().skip(1)).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("    "));
    }
}
