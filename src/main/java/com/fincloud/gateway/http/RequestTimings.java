package com.fincloud.gateway.http;

import com.fincloud.gateway.http.body.RequestBody;
import org.jspecify.annotations.Nullable;

/** Where the time of a request went, in nanoseconds on the clock of {@link System#nanoTime}. */
public final class RequestTimings {

    private final long startNanos = System.nanoTime();
    private final UpstreamTime upstream = new UpstreamTime();
    private final @Nullable RequestBody body;
    private long headNanos;

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

    /** A backend is called on behalf of this request. */
    public void upstreamBegins(long now) {
        upstream.begin(now, waitedForBody());
    }

    /** The head of that backend's answer is there, or there will be none. */
    public void upstreamEnds(long now) {
        upstream.end(now, waitedForBody());
    }

    /** Whether a backend was called. */
    public boolean upstreamUsed() {
        return upstream.used();
    }

    /** Nanoseconds for which backends were waited for, to the head of their answers. */
    public long upstreamNanos() {
        return upstream.nanos();
    }

    /** Nanoseconds for which the client's body was waited for. */
    public long waitedForBody() {
        return body == null ? 0 : body.waitedNanos();
    }

    /** The head of the answer goes out now. Returns the nanoseconds since the request line. */
    public long headSent() {
        headNanos = elapsedNanos();
        return headNanos;
    }

    /** Nanoseconds from the request line to the head of the answer, 0 when none was sent. */
    public long headNanos() {
        return headNanos;
    }

    /** Nanoseconds of {@link #headNanos} in which neither a backend nor the client's body was waited for. */
    public long ownNanos() {
        return Math.max(0, headNanos - upstream.nanos() - waitedForBody());
    }
}
