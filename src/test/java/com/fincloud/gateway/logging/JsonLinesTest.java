package com.fincloud.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

/** Contract 3.3. */
class JsonLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonLines lines = new JsonLines();

    private static LoggingEvent event(String message, @Nullable Throwable cause, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                "caller",
                new LoggerContext().getLogger("com.fincloud.gateway.Some"),
                Level.WARN,
                message,
                cause,
                arguments);
        event.setInstant(Instant.parse("2026-03-01T12:00:00.123456Z"));
        return event;
    }

    private static LoggingEvent with(String key, @Nullable Object value) {
        LoggingEvent event = event("Some event", null);
        event.addKeyValuePair(new KeyValuePair(key, value));
        return event;
    }

    private JsonNode read(LoggingEvent event) {
        try {
            return JSON.readTree(lines.format(event));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEventIsOneObjectOnOneLine() {
        LoggingEvent event = event("Circuit breaker state changed", null);
        event.addKeyValuePair(new KeyValuePair("service", "budget"));
        event.addKeyValuePair(new KeyValuePair("to", "open"));

        assertThat(lines.format(event))
                .isEqualTo("{\"event\":\"Circuit breaker state changed\",\"timestamp\":\"2026-03-01T12:00:00.123456Z\","
                        + "\"level\":\"warn\",\"logger\":\"com.fincloud.gateway.Some\",\"service\":\"budget\","
                        + "\"to\":\"open\"}\n");
    }

    @Test
    void anEventsArgumentsAreFilledIn() {
        assertThat(read(event("Route {} of {}", null, "a\n", 7)).get("event").textValue())
                .isEqualTo("Route a\n of 7");
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of(7, "7"),
                Arguments.of(Long.MAX_VALUE, "9223372036854775807"),
                Arguments.of(-1L, "-1"),
                Arguments.of((short) 3, "3"),
                Arguments.of(new AtomicInteger(5), "5"),
                Arguments.of(0.0123, "0.0123"),
                Arguments.of(1.5f, "1.5"),
                Arguments.of(new BigDecimal("12.50"), "12.50"),
                Arguments.of(new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberStaysANumber(Object value, String text) {
        assertThat(lines.format(with("n", value))).endsWith(",\"n\":" + text + "}\n");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberInJsonIsText(double value) {
        assertThat(read(with("n", value)).get("n").isTextual()).isTrue();
    }

    @Test
    void truthNothingAndListsKeepTheirTypes() {
        assertThat(lines.format(with("x", true))).endsWith(",\"x\":true}\n");
        assertThat(lines.format(with("x", null))).endsWith(",\"x\":null}\n");
        assertThat(lines.format(with("x", List.of("a", 1, List.of(false))))).endsWith(",\"x\":[\"a\",1,[false]]}\n");
        assertThat(lines.format(with("x", Level.INFO))).endsWith(",\"x\":\"INFO\"}\n");
    }

    @Test
    void aStackTraceIsThereOnlyWhenThereIsOne() {
        JsonNode failed = read(event("Request failed", new IllegalStateException("broken\nby a client")));

        assertThat(failed.get("stack_trace").textValue())
                .startsWith("java.lang.IllegalStateException: broken\nby a client")
                .contains("at com.fincloud.gateway.logging.JsonLinesTest.");
        assertThat(read(event("Request completed", null)).has("stack_trace")).isFalse();
    }

    @Test
    void noCharacterBreaksALine() {
        for (int block = 0; block <= Character.MAX_VALUE; block += 256) {
            StringBuilder text = new StringBuilder();
            for (int c = block; c < block + 256; c++) {
                text.append((char) c);
            }
            LoggingEvent event = event(text.toString(), null);
            event.addKeyValuePair(new KeyValuePair("path", text));

            String line = lines.format(event);

            assertThat(line.chars().limit(line.length() - 1))
                    .as("from U+%04X", block)
                    .allMatch(c -> c >= 0x20 && c < 0x7f);
            assertThat(line).endsWith("\"}\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a\r\n{\"event\":\"Request completed\"}",
                "\",\"status_code\":200,\"x\":\"",
                "\\",
                "\\\"",
                "\u0000\u0007\u001b[31m",
                "\u2028\u2029\u0085\u007f\u009b",
                "\u202e reversed",
                "caf\u00e9 \u20ac \ud83d\ude00",
                "%s %n ${jndi:ldap://x} {}"
            })
    void aClientsTextStaysInItsFieldAndIsReadAsItWas(String text) {
        JsonNode line = read(with("user_agent", text));

        assertThat(line.get("user_agent").textValue()).isEqualTo(text);
        assertThat(line.get("event").textValue()).isEqualTo("Some event");
        assertThat(line).hasSize(5);
    }

    @Test
    void aLineIsAscii() {
        assertThat(lines.format(with("x", "caf\u00e9 \u202e \ud83d\ude00"))).isASCII();
    }
}
