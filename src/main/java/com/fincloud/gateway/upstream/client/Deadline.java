package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.body.RequestBody;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one upstream request: a total time until the last byte of the response head, then a read time-out for the body. While
 * the client is still sending its body, the time runs from the client's last byte, and it is stopped while the gateway waits for the
 * client. So a large upload over a slow line does not count against the backend.
 */
public final class Deadline implements AutoCloseable {

    /** The read time-out for a response body. It is long, because an event stream may be silent for minutes. */
    private static final long BODY_NANOS = Duration.ofMinutes(10).toNanos();

    /**
     * The terms of one upstream request.
     *
     * @param time time from connecting to the response head
     * @param body the client's request body; null if there is none
     */
    public record Terms(Duration time, @Nullable RequestBody body) {}

    private final Deadlines deadlines;
    private final Terms terms;
    private final Runnable abort;
    private final long nanos;
    private final long startNanos = System.nanoTime();
    private boolean met;
    private volatile boolean passed;
    private volatile long readingSince; // 0 while there is no read

    Deadline(Deadlines deadlines, Terms terms, Runnable abort) {
        this.deadlines = deadlines;
        this.terms = terms;
        this.abort = abort;
        this.nanos = terms.time().toNanos();
    }

    /** Aborts the upstream request if its time has passed at {@code now}, on the clock of {@link System#nanoTime}. */
    void check(long now) {
        synchronized (this) {
            if (passed || !(met ? bodyIsLate(now) : headIsLate(now))) {
                return;
            }
            passed = true;
        }
        abort.run();
    }

    private boolean headIsLate(long now) {
        RequestBody body = terms.body();
        if (body == null) {
            return now - startNanos >= nanos;
        }
        // This order matters: a wait for the client that has just ended has set the moment from which the time runs.
        return !body.isWaiting() // the client has a time-out of its own
                && now - Math.max(startNanos, body.lastReceivedNanos()) >= nanos;
    }

    private boolean bodyIsLate(long now) {
        long since = readingSince;
        return since != 0 && now - since >= BODY_NANOS;
    }

    /** Whether the upstream request was aborted because its time had passed. */
    public boolean passed() {
        return passed;
    }

    /**
     * The response head has arrived.
     *
     * @throws SocketTimeoutException if it arrived too late
     */
    synchronized void met() throws SocketTimeoutException {
        if (passed) {
            throw new SocketTimeoutException("the answer came too late");
        }
        met = true;
    }

    /** A read of the body begins to wait. */
    void readBegins() {
        readingSince = System.nanoTime() | 1;
    }

    /** The read of the body has ended. */
    void readEnds() {
        readingSince = 0;
    }

    /** The upstream request has ended. */
    @Override
    public void close() {
        deadlines.end(this);
    }
}
