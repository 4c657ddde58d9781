package com.fincloud.gateway.http;

import com.fincloud.gateway.http.trace.Traceparent;
import java.util.List;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Continues the client's trace or begins a new trace (W3C Trace Context, level 1). */
public final class TraceContext {

    private TraceContext() {}

    /** Sets {@code traceparent} with a new parent id, and forwards the {@code tracestate} of a continued trace. */
    public static void apply(RequestContext context, Message message) {
        Traceparent begun = context.spans().traceparent();
        Traceparent parent = begun == null ? begin(context, true) : begun;
        context.requestHeader(message, "traceparent", parent.value());
        List<String> state = context.request().headers("tracestate");
        if (!state.isEmpty() && sent(context.request()) != null) {
            context.requestHeader(message, "tracestate", String.join(",", state));
        }
    }

    /** Gives the request a place in the client's trace, or in a new trace with this {@code sampled} flag. */
    public static Traceparent begin(RequestContext context, boolean sampled) {
        Traceparent from = sent(context.request());
        Traceparent own = from == null
                ? Traceparent.of(Traceparent.newTraceId(), Traceparent.newSpanId(), sampled ? "01" : "00")
                : from.withSpan(Traceparent.newSpanId());
        context.spans().traceparent(own);
        return own;
    }

    /** The client's {@code traceparent}; null if it sent no valid one. */
    public static @Nullable Traceparent sent(ClientRequest request) {
        List<String> sent = request.headers("traceparent");
        return sent.size() == 1 && isValid(sent.get(0)) ? new Traceparent(sent.get(0)) : null;
    }

    /**
     * Whether the value is {@code version-traceid-parentid-flags} in lower-case hex, with no id that is all zero, and a version other than
     * ff.
     */
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
