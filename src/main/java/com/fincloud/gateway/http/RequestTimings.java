package com.fincloud.gateway.http;

import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.trace.UpstreamAttempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The time measurements of a request, in nanoseconds on the clock of {@link System#nanoTime}. */
public final class RequestTimings {

    private final long startNanos = System.nanoTime();
    private final UpstreamTime upstream = new UpstreamTime();
    private final @Nullable RequestBody body;
    private long headNanos;
    private long failedNanos;
    private long clearedNanos;

    RequestTimings(@Nullable RequestBody body) {
        this.body = body;
    }

    /** When the request line was read. */
    public long startNanos() {
        return startNanos;
    }

    /** Nanoseconds since the request line was read. */
    public long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** An upstream request begins. */
    public void upstreamBegins(UpstreamAttempt attempt, long now) {
        upstream.begin(attempt, now, waitedForBody());
    }

    /** The last upstream requests, the earliest first: at most sixteen. */
    public List<UpstreamAttempt> attempts() {
        return upstream.attempts();
    }

    /** The head of the upstream response has arrived, or there will be none. */
    public void upstreamEnds(long now) {
        upstream.end(now, waitedForBody());
    }

    /** Whether a backend was called. */
    public boolean upstreamUsed() {
        return upstream.used();
    }

    /** Nanoseconds of waiting for backends, until the heads of their responses. */
    public long upstreamNanos() {
        return upstream.nanos();
    }

    /** Nanoseconds of waiting for the client's body. */
    public long waitedForBody() {
        return body == null ? 0 : body.waitedNanos();
    }

    /** Records that the response head is sent now. Returns the nanoseconds since the request line. */
    public long headSent() {
        headNanos = elapsedNanos();
        return headNanos;
    }

    /** Nanoseconds from the request line to the response head; 0 if no head was sent. */
    public long headNanos() {
        return headNanos;
    }

    /** Records that the request has passed all filters now. */
    void cleared() {
        clearedNanos = elapsedNanos();
    }

    /** Nanoseconds from the request line to the end of the last filter; 0 if a filter refused the request. */
    public long clearedNanos() {
        return clearedNanos;
    }

    /** Records that the request fails now. */
    void failed() {
        failedNanos = elapsedNanos();
    }

    /** Nanoseconds from the request line to the failure; 0 if there was none. */
    public long failedNanos() {
        return failedNanos;
    }

    /** The part of {@link #headNanos} without waiting for a backend or for the client's body. */
    public long ownNanos() {
        return Math.max(0, headNanos - upstream.nanos() - waitedForBody());
    }
}
