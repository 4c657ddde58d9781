package com.fincloud.gateway.backend;

import com.fincloud.gateway.edge.RequestBody;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The time within which a backend must have answered its response head. While the client is still sending its body, the time runs
 * from the last byte that came, and not while its next one is waited for: a large upload over a thin line is not the backend's fault.
 */
final class Deadline implements AutoCloseable {

    private final Deadlines timer;
    private final long nanos;
    private final long startNanos = System.nanoTime();
    private final @Nullable RequestBody body;
    private final Runnable abort;
    private volatile boolean passed;
    private volatile boolean met;
    private volatile Future<?> pending;

    Deadline(Deadlines timer, Duration time, @Nullable RequestBody body, Runnable abort) {
        this.timer = timer;
        this.nanos = time.toNanos();
        this.body = body;
        this.abort = abort;
        this.pending = timer.in(nanos, this::check);
    }

    private void check() {
        long since = body == null ? startNanos : Math.max(startNanos, body.lastReceivedNanos());
        boolean clients = body != null && body.isWaiting(); // and has a time-out of its own
        long left = clients ? nanos : nanos - (System.nanoTime() - since);
        if (met) {
            return;
        }
        if (left > 0) {
            pending = timer.in(left, this::check);
            return;
        }
        passed = true;
        abort.run();
    }

    /** Whether the call was ended because its time was over. */
    boolean passed() {
        return passed;
    }

    /** The response head has come, or the call is over. */
    @Override
    public void close() {
        met = true;
        pending.cancel(false);
    }
}
