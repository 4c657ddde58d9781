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
 * Requests {@code /health} from the backends and collects the results: each has a status, a response time in ms, and the backend's details
 * or an error. Internal addresses never appear.
 */
public final class ServiceHealths implements AggregationStrategy {

    /** The time-out for all backends together. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String STARTED = "gateway.health.started";
    private static final String ANSWER = "gateway.health.answer";
    private static final int MAX_DETAILS = 16 * 1024;

    private final ObjectMapper json = new ObjectMapper();

    /** Removes the client's headers and body, so that they do not reach a backend. */
    public void prepare(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        exchange.setProperty(STARTED, System.nanoTime());
    }

    /** Reads a backend's response. */
    public void answered(Exchange exchange, AskedInstance instance) {
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
        instance.nameIn(answer);
        exchange.setProperty(ANSWER, Map.of(instance.service(), answer));
    }

    /** Records that a backend gave no response. */
    public void failed(Exchange exchange, AskedInstance instance) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        FatalErrors.check(cause);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "unhealthy");
        answer.put("response_time_ms", elapsed(exchange));
        answer.put("error", cause instanceof SocketTimeoutException ? "Request timeout" : "Cannot connect");
        instance.nameIn(answer);
        exchange.setProperty(ANSWER, Map.of(instance.service(), answer));
    }

    /** Reads only enough of a body to detect that it is too long. So an endless body ends here, and a slow body ends with the time-out. */
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
            return ""; // the status has arrived and is sufficient
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
            answer.forEach((service, details) -> all.merge(String.valueOf(service), details, AskedInstance::together));
        }
        target.getMessage().setBody(all);
        return target;
    }
}
