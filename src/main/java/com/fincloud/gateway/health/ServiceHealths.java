package com.fincloud.gateway.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.launch.FatalErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Asks backends for their {@code /health} and gathers the answers: each is its status, its response time in ms, and its own details
 * or what went wrong. An internal address never shows.
 */
public final class ServiceHealths implements AggregationStrategy {

    /** How long all backends together may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String STARTED = "gateway.health.started";
    private static final String ANSWER = "gateway.health.answer";
    private static final int MAX_DETAILS = 16 * 1024;

    private final ObjectMapper json = new ObjectMapper();

    /** Clears what the client sent, so that nothing of it reaches a backend. */
    public void prepare(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        exchange.setProperty(STARTED, System.nanoTime());
    }

    /** Reads a backend's answer. */
    public void answered(Exchange exchange, String service) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", status >= 200 && status < 300 ? "healthy" : "unhealthy");
        answer.put("response_time_ms", elapsed(exchange));
        if (status >= 200 && status < 300) {
            answer.put("details", details(beginning(message.getBody(InputStream.class))));
        } else {
            answer.put("error", "Status " + status);
        }
        exchange.setProperty(ANSWER, Map.of(service, answer));
    }

    /** Notes that a backend gave no answer. */
    public void failed(Exchange exchange, String service) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        FatalErrors.check(cause);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "unhealthy");
        answer.put("response_time_ms", elapsed(exchange));
        answer.put("error", cause instanceof SocketTimeoutException ? "Request timeout" : "Cannot connect");
        exchange.setProperty(ANSWER, Map.of(service, answer));
    }

    /** So much of a body that it can be told to be too long; an endless one ends here, and one that drips when the time is over. */
    private static String beginning(@Nullable InputStream body) {
        if (body == null) {
            return "";
        }
        long end = System.nanoTime() + TIMEOUT.toNanos();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] piece = new byte[4 * 1024];
        try {
            for (int count = 0;
                    count >= 0 && read.size() <= MAX_DETAILS && end - System.nanoTime() > 0;
                    count = body.read(piece)) {
                read.write(piece, 0, count);
            }
            return read.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // the status has come, and says enough
        }
    }

    private static double elapsed(Exchange exchange) {
        long started = exchange.getProperty(STARTED, 0L, Long.class);
        return Math.round((System.nanoTime() - started) / 1e4) / 100.0;
    }

    private Object details(@Nullable String body) {
        if (body == null || body.isBlank() || body.length() > MAX_DETAILS) {
            return Map.of();
        }
        try {
            return json.readValue(body, Object.class);
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    @Override
    public Exchange aggregate(@Nullable Exchange gathered, Exchange answered) {
        Exchange target = gathered == null ? answered : gathered;
        Map<String, Object> all = new LinkedHashMap<>();
        if (gathered != null && gathered.getMessage().getBody() instanceof Map<?, ?> earlier) {
            earlier.forEach((service, answer) -> all.put(String.valueOf(service), answer));
        }
        if (answered.getProperty(ANSWER) instanceof Map<?, ?> answer) {
            answer.forEach((service, details) -> all.put(String.valueOf(service), details));
        }
        target.getMessage().setBody(all);
        return target;
    }
}
