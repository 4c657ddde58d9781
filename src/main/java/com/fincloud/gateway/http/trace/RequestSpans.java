package com.fincloud.gateway.http.trace;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The place of a request in a trace, and the backend calls that were recorded for it. */
public final class RequestSpans {

    private @Nullable Traceparent traceparent;
    private @Nullable Queue<BackendSpan> recorded;

    /** The {@code traceparent} that backends get, null before there is one. */
    public @Nullable Traceparent traceparent() {
        return traceparent;
    }

    public void traceparent(Traceparent own) {
        traceparent = own;
    }

    /** From now on the backend calls are recorded. */
    public void record() {
        recorded = new ConcurrentLinkedQueue<>();
    }

    /** Whether the backend calls are recorded. */
    public boolean isRecorded() {
        return recorded != null;
    }

    /** Records an attempt to have a backend answer. */
    public void add(BackendSpan span) {
        Queue<BackendSpan> spans = recorded;
        if (spans != null) {
            spans.add(span);
        }
    }

    /** What was recorded, in the order in which it ended. */
    public Collection<BackendSpan> all() {
        Queue<BackendSpan> spans = recorded;
        return spans == null ? List.of() : spans;
    }
}
