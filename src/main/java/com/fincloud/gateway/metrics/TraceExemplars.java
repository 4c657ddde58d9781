package com.fincloud.gateway.metrics;

import com.fincloud.gateway.edge.Call;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** The trace that an exemplar names: that of the call which is being MEASURED. */
public final class TraceExemplars implements SpanContext {

    private static final ThreadLocal<@Nullable Call> MEASURED = new ThreadLocal<>();

    void begin(Call call) {
        if (call.traceparent() != null) {
            MEASURED.set(call);
        }
    }

    void end() {
        MEASURED.remove();
    }

    private @Nullable String traceparent() {
        Call call = MEASURED.get();
        return call == null ? null : call.traceparent();
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        String parent = traceparent();
        return parent == null ? null : parent.substring(3, 35);
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        String parent = traceparent();
        return parent == null ? null : parent.substring(36, 52);
    }

    /** Whether the trace is recorded at all (the flag {@code sampled} of W3C Trace Context): a link to nothing helps nobody. */
    @Override
    public boolean isCurrentSpanSampled() {
        String parent = traceparent();
        return parent != null && (Character.digit(parent.charAt(54), 16) & 1) == 1;
    }

    @Override
    public void markCurrentSpanAsExemplar() {
        // whoever samples has decided already
    }
}
