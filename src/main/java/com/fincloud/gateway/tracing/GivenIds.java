package com.fincloud.gateway.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives spans the ids that went over the wire long before the span is made. The thread that makes a span says which they are just
 * before.
 */
final class GivenIds implements IdGenerator {

    private record Ids(String trace, String span) {}

    private static final ThreadLocal<Ids> NEXT = new ThreadLocal<>();

    void next(String trace, String span) {
        NEXT.set(new Ids(trace, span));
    }

    void done() {
        NEXT.remove();
    }

    @Override
    public String generateTraceId() {
        return NEXT.get().trace();
    }

    @Override
    public String generateSpanId() {
        return NEXT.get().span();
    }
}
