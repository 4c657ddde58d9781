package com.fincloud.gateway.http;

import com.fincloud.gateway.http.trace.B3;
import com.fincloud.gateway.http.trace.RequestSpans;
import com.fincloud.gateway.http.trace.Traceparent;
import java.util.List;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Continues the client's trace or begins a new trace (W3C Trace Context, level 1; B3 where it is configured). */
public final class TraceContext {

    private TraceContext() {}

    /**
     * Sets {@code traceparent} with a new parent id, and forwards the {@code tracestate} of a continued trace.
     *
     * @param b3 the B3 headers to read and to set; null for none
     */
    public static void apply(RequestContext context, Message message, @Nullable B3 b3) {
        RequestSpans spans = context.spans();
        Traceparent begun = spans.traceparent();
        Traceparent own = begun == null ? begin(context, true, b3) : begun;
        context.headers().toBackend(message, "traceparent", own.value());
        List<String> state = context.request().headers("tracestate");
        if (!state.isEmpty() && isContinued(context.request(), own)) {
            context.headers().toBackend(message, "tracestate", String.join(",", state));
        }
        if (b3 != null) {
            B3.HEADERS.forEach(name -> context.headers().remove(message, name));
            b3.headers(own).forEach((name, value) -> context.headers().toBackend(message, name, value));
        }
    }

    /** Whether a trace is the one of the client's {@code traceparent}. */
    private static boolean isContinued(ClientRequest request, Traceparent own) {
        Traceparent from = sent(request);
        return from != null && from.traceId().equals(own.traceId());
    }

    /**
     * Gives the request a place in the client's trace, or in a new trace with this {@code sampled} flag.
     *
     * @param b3 the B3 headers to read; null for none
     */
    public static Traceparent begin(RequestContext context, boolean sampled, @Nullable B3 b3) {
        Traceparent from = sent(context.request());
        boolean recorded = sampled;
        if (b3 != null) {
            context.spans().b3(b3);
            B3.Sent viaB3 = b3.first() || from == null ? b3.read(context.request()::headers) : null;
            if (viaB3 != null) {
                recorded = viaB3.sampled() == null ? sampled : viaB3.sampled();
                from = viaB3.traceId().isEmpty()
                        ? null
                        : Traceparent.of(viaB3.traceId(), viaB3.spanId(), recorded ? "01" : "00");
            }
        }
        Traceparent own = from == null
                ? Traceparent.of(Traceparent.newTraceId(), Traceparent.newSpanId(), recorded ? "01" : "00")
                : from.withSpan(Traceparent.newSpanId());
        context.spans().place(own, from);
        return own;
    }

    /** The client's {@code traceparent}; null if it sent no valid one. */
    private static @Nullable Traceparent sent(ClientRequest request) {
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
