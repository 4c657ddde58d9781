package com.fincloud.gateway.http.trace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The B3 headers of Zipkin: {@code b3} with {@code traceid-spanid-sampled}, and {@code X-B3-TraceId} with its siblings.
 *
 * @param single whether {@code b3} is read and sent
 * @param multiple whether {@code X-B3-*} is read and sent
 * @param first whether they are read before {@code traceparent}
 */
public record B3(boolean single, boolean multiple, boolean first) {

    /** All headers of B3. */
    public static final List<String> HEADERS =
            List.of("b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-ParentSpanId", "X-B3-Sampled", "X-B3-Flags");

    /**
     * What a client has sent.
     *
     * @param traceId 32 hex digits; empty if it sent only a decision
     * @param spanId 16 hex digits; empty if it sent only a decision
     * @param sampled whether the trace is to be recorded; null if the gateway may decide
     */
    public record Sent(String traceId, String spanId, @Nullable Boolean sampled) {}

    /** The B3 headers among these propagators of OpenTelemetry; null if there are none. */
    public static @Nullable B3 of(List<String> propagators) {
        int single = propagators.indexOf("b3");
        int multiple = propagators.indexOf("b3multi");
        if (single < 0 && multiple < 0) {
            return null;
        }
        int least = single < 0 ? multiple : multiple < 0 ? single : Math.min(single, multiple);
        int w3c = propagators.indexOf("tracecontext");
        return new B3(single >= 0, multiple >= 0, w3c < 0 || least < w3c);
    }

    /** Reads the client's headers. Returns null if there are none, or they are malformed. */
    public @Nullable Sent read(Function<String, List<String>> headers) {
        if (single) {
            String value = only(headers.apply("b3"));
            Sent sent = value == null ? null : ofSingle(value);
            if (sent != null) {
                return sent;
            }
        }
        return multiple ? ofMultiple(headers) : null;
    }

    private static @Nullable Sent ofSingle(String value) {
        if (value.length() == 1) {
            Boolean decision = decision(value);
            return decision == null ? null : new Sent("", "", decision);
        }
        int dash = value.indexOf('-');
        int end = value.indexOf('-', dash + 1);
        if (dash < 0) {
            return null;
        }
        String span = value.substring(dash + 1, end < 0 ? value.length() : end);
        String state = end < 0 ? "" : value.substring(end + 1, Math.min(end + 2, value.length()));
        boolean more = end >= 0 && value.length() > end + 2 && value.charAt(end + 2) != '-';
        Boolean decision = decision(state);
        return more || (end >= 0 && decision == null) ? null : sent(value.substring(0, dash), span, decision);
    }

    private static @Nullable Sent ofMultiple(Function<String, List<String>> headers) {
        String flags = only(headers.apply("x-b3-flags"));
        String sampled = only(headers.apply("x-b3-sampled"));
        Boolean decision = "1".equals(flags) ? Boolean.TRUE : sampled == null ? null : decision(sampled);
        String trace = only(headers.apply("x-b3-traceid"));
        String span = only(headers.apply("x-b3-spanid"));
        if (trace == null && span == null && decision != null) {
            return new Sent("", "", decision);
        }
        return trace == null || span == null ? null : sent(trace, span, decision);
    }

    private static @Nullable Sent sent(String trace, String span, @Nullable Boolean decision) {
        boolean valid = (trace.length() == 16 || trace.length() == 32)
                && span.length() == 16
                && isHex(trace)
                && isHex(span)
                && !isZero(trace)
                && !isZero(span);
        return valid ? new Sent("0".repeat(32 - trace.length()) + trace, span, decision) : null;
    }

    private static @Nullable Boolean decision(String text) {
        return switch (text) {
            case "1", "d", "true" -> Boolean.TRUE;
            case "0", "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static @Nullable String only(List<String> values) {
        return values.size() == 1 ? values.get(0) : null;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static boolean isZero(String text) {
        return text.chars().allMatch(c -> c == '0');
    }

    /** The headers for a backend, by name. */
    public Map<String, String> headers(Traceparent place) {
        Map<String, String> headers = new LinkedHashMap<>();
        String sampled = place.isSampled() ? "1" : "0";
        if (single) {
            headers.put("b3", place.traceId() + "-" + place.spanId() + "-" + sampled);
        }
        if (multiple) {
            headers.put("X-B3-TraceId", place.traceId());
            headers.put("X-B3-SpanId", place.spanId());
            headers.put("X-B3-Sampled", sampled);
        }
        return headers;
    }
}
