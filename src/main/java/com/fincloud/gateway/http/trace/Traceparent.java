package com.fincloud.gateway.http.trace;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A valid {@code traceparent}: {@code version-traceid-parentid-flags} (W3C Trace Context, level 1, section 3.2).
 *
 * @param value as it is sent
 */
public record Traceparent(String value) {

    /** 32 hex digits that all spans of the trace share. */
    public String traceId() {
        return value.substring(3, 35);
    }

    /** The parent span id for the receiver, 16 hex digits. */
    public String spanId() {
        return value.substring(36, 52);
    }

    /** The flags, two hex digits. */
    public String flags() {
        return value.substring(53, 55);
    }

    /** Whether the sender has recorded the trace (the sampled flag). */
    public boolean isSampled() {
        return (Character.digit(value.charAt(54), 16) & 1) == 1;
    }

    /** The same trace with a different parent span. */
    public Traceparent withSpan(String id) {
        return of(traceId(), id, flags());
    }

    public static Traceparent of(String traceId, String spanId, String flags) {
        return new Traceparent("00-" + traceId + "-" + spanId + "-" + flags);
    }

    /** A new random span id, 16 hex digits. */
    public static String newSpanId() {
        return hex(ThreadLocalRandom.current().nextLong() | 1);
    }

    public static String newTraceId() {
        return hex(ThreadLocalRandom.current().nextLong()) + newSpanId();
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
