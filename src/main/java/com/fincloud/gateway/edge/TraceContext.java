package com.fincloud.gateway.edge;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Continues the client's trace or begins one (W3C Trace Context, level 1). */
public final class TraceContext {

    private TraceContext() {}

    /** Sets {@code traceparent} with a new parent id, and hands on {@code tracestate} of a trace that is continued. */
    public static void apply(Call call, Message message) {
        String parent = call.traceparent() == null ? begin(call, true) : String.valueOf(call.traceparent());
        call.requestHeader(message, "traceparent", parent);
        List<String> state = call.headers("tracestate");
        if (!state.isEmpty() && sent(call) != null) {
            call.requestHeader(message, "tracestate", String.join(",", state));
        }
    }

    /** Gives the call a place in the client's trace, or in a new one, which is {@code sampled} or not. */
    static String begin(Call call, boolean sampled) {
        String from = sent(call);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String trace = from == null ? hex(random.nextLong()) + hex(random.nextLong() | 1) : from.substring(3, 35);
        String flags = from == null ? (sampled ? "01" : "00") : from.substring(53, 55);
        String traceparent = "00-" + trace + "-" + newSpanId() + "-" + flags;
        call.traceparent(traceparent);
        return traceparent;
    }

    /** The client's own {@code traceparent}, null when it sent none that is valid. */
    static @Nullable String sent(Call call) {
        List<String> sent = call.headers("traceparent");
        return sent.size() == 1 && isValid(sent.get(0)) ? sent.get(0) : null;
    }

    /** The flag {@code sampled}: whoever began the trace records it. */
    static boolean isSampled(String traceparent) {
        return (Character.digit(traceparent.charAt(54), 16) & 1) == 1;
    }

    /** An id that no other span has. */
    static String newSpanId() {
        return hex(ThreadLocalRandom.current().nextLong() | 1);
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }

    /** Whether it is {@code version-traceid-parentid-flags} in lower-case hex, neither id all zero, version not ff. */
    static boolean isValid(String value) {
        boolean length =
                value.length() == 55 || (value.length() > 55 && value.charAt(55) == '-' && !value.startsWith("00"));
        if (!length || value.startsWith("ff")) {
            return false;
        }
        for (int i = 0; i < 55; i++) {
            char c = value.charAt(i);
            boolean dash = i == 2 || i == 35 || i == 52;
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return !value.startsWith("0".repeat(32), 3) && !value.startsWith("0".repeat(16), 36);
    }
}
