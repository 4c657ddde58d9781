package com.fincloud.gateway.http.trace;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The place of a request in a trace, and the upstream requests that were recorded for it. */
public final class RequestSpans {

    private @Nullable Traceparent traceparent;
    private @Nullable Queue<BackendSpan> recorded;

    /** The {@code traceparent} for backends; null before there is one. */
    public @Nullable Traceparent traceparent() {
        return traceparent;
    }

    public void traceparent(Traceparent own) {
        traceparent = own;
    }

    /** From now on the upstream requests are recorded. */
    public void record() {
        recorded = new ConcurrentLinkedQueue<>();
    }

    /** Whether the upstream requests are recorded. */
    public boolean isRecorded() {
        return recorded != null;
    }

    /** Records an attempt of an upstream request. */
    public void add(BackendSpan span) {
        Queue<BackendSpan> spans = recorded;
        if (spans != null) {
            spans.add(span);
        }
    }

    /** The recorded attempts, in the order in which they ended. */
    public Collection<BackendSpan> all() {
        Queue<BackendSpan> spans = recorded;
        return spans == null ? List.of() : spans;
    }
}
