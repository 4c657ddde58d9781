package com.fincloud.gateway.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives spans predefined ids, which were sent to backends before the span is created. The thread that creates a span sets the ids just
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
