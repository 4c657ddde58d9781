package com.fincloud.gateway.http.trace;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The place of a request in a trace, and the upstream requests that were recorded for it. */
public final class RequestSpans {

    private @Nullable Traceparent traceparent;
    private @Nullable Traceparent parent;
    private @Nullable B3 b3;
    private @Nullable Queue<BackendSpan> recorded;

    /** The {@code traceparent} for backends; null before there is one. */
    public @Nullable Traceparent traceparent() {
        return traceparent;
    }

    /** The span of the client; null if the trace begins here. */
    public @Nullable Traceparent parent() {
        return parent;
    }

    /**
     * Sets the place of the request.
     *
     * @param own the {@code traceparent} for backends
     * @param from the span of the client; null if the trace begins here
     */
    public void place(Traceparent own, @Nullable Traceparent from) {
        traceparent = own;
        parent = from;
    }

    /** The B3 headers for backends; null if none are sent. */
    public @Nullable B3 b3() {
        return b3;
    }

    /** Sets the B3 headers for backends. */
    public void b3(B3 format) {
        b3 = format;
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
