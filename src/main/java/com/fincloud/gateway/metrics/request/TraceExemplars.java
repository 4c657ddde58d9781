package com.fincloud.gateway.metrics.request;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.trace.Traceparent;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** The trace for exemplars: the trace of the request that is being measured. */
public final class TraceExemplars implements SpanContext {

    private static final ThreadLocal<@Nullable Traceparent> MEASURED = new ThreadLocal<>();

    void begin(RequestContext context) {
        Traceparent trace = context.spans().traceparent();
        if (trace != null) {
            MEASURED.set(trace);
        }
    }

    void end() {
        MEASURED.remove();
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        Traceparent trace = MEASURED.get();
        return trace == null ? null : trace.traceId();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        Traceparent trace = MEASURED.get();
        return trace == null ? null : trace.spanId();
    }

    /** Whether the trace is recorded (the flag {@code sampled} of W3C Trace Context), so that no exemplar links to a missing trace. */
    @Override
    public boolean isCurrentSpanSampled() {
        Traceparent trace = MEASURED.get();
        return trace != null && trace.isSampled();
    }

    @Override
    public void markCurrentSpanAsExemplar() {
        // the sampling decision has already been made
    }
}
