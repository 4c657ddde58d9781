package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.body.RequestBody;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a backend may take: until the last byte of its answer's head in all, then from one read of the body to the next. While the
 * client is still sending its own body, the time runs from the last byte that came, and not while its next one is waited for: a large
 * upload over a thin line is not the backend's fault.
 */
public final class Deadline implements AutoCloseable {

    /** Between two reads of an answer's body; a stream of events may be silent for long. */
    private static final long BODY_NANOS = Duration.ofMinutes(10).toNanos();

    /**
     * What is allowed to one call.
     *
     * @param time from connecting to the answer's head
     * @param body the client's, null when it has none
     */
    public record Terms(Duration time, @Nullable RequestBody body) {}

    private final Deadlines deadlines;
    private final Terms terms;
    private final Runnable abort;
    private final long nanos;
    private final long startNanos = System.nanoTime();
    private boolean met;
    private volatile boolean passed;
    private volatile long readingSince; // 0 while nobody reads

    Deadline(Deadlines deadlines, Terms terms, Runnable abort) {
        this.deadlines = deadlines;
        this.terms = terms;
        this.abort = abort;
        this.nanos = terms.time().toNanos();
    }

    /** Ends the call when its time is over at {@code now}, on the clock of {@link System#nanoTime}. */
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
        // Asked in this order: a wait that has just ended has set the moment from which the time runs.
        return !body.isWaiting() // the client has a time-out of its own
                && now - Math.max(startNanos, body.lastReceivedNanos()) >= nanos;
    }

    private boolean bodyIsLate(long now) {
        long since = readingSince;
        return since != 0 && now - since >= BODY_NANOS;
    }

    /** Whether the call was ended because its time was over. */
    public boolean passed() {
        return passed;
    }

    /**
     * The head of the answer has come.
     *
     * @throws SocketTimeoutException when it came too late
     */
    synchronized void met() throws SocketTimeoutException {
        if (passed) {
            throw new SocketTimeoutException("the answer came too late");
        }
        met = true;
    }

    /** Someone waits for the next bytes of the body. */
    void readBegins() {
        readingSince = System.nanoTime() | 1;
    }

    /** They have come. */
    void readEnds() {
        readingSince = 0;
    }

    /** The call is over. */
    @Override
    public void close() {
        deadlines.end(this);
    }
}
