package com.fincloud.gateway.edge;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Message;

/** Continues the client's trace or begins one (W3C Trace Context, level 1). */
public final class TraceContext {

    private TraceContext() {}

    /** Sets {@code traceparent} with a new parent id, and hands on {@code tracestate} of a trace that is continued. */
    public static void apply(Call call, Message message) {
        List<String> sent = call.headers("traceparent");
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String parent = hex(random.nextLong() | 1);
        if (sent.size() == 1 && isValid(sent.get(0))) {
            String from = sent.get(0);
            set(call, message, "00" + from.substring(2, 36) + parent + from.substring(52, 55));
            List<String> state = call.headers("tracestate");
            if (!state.isEmpty()) {
                call.requestHeader(message, "tracestate", String.join(",", state));
            }
        } else {
            String trace = hex(random.nextLong()) + hex(random.nextLong() | 1);
            set(call, message, "00-" + trace + "-" + parent + "-01");
        }
    }

    private static void set(Call call, Message message, String traceparent) {
        call.traceparent(traceparent);
        call.requestHeader(message, "traceparent", traceparent);
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
