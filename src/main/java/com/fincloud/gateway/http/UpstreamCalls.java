package com.fincloud.gateway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The upstream requests in flight for one client request. They are aborted when the client's request ends or its client disconnects. */
public final class UpstreamCalls {

    private final Queue<Runnable> aborts = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;
    private volatile @Nullable Runnable waits; // null if there is nothing to wait for

    /** Adds the action that aborts an upstream request. For a complete upstream request the action must do nothing. */
    public void add(Runnable abort) {
        aborts.add(abort);
        if (ended) {
            abort.run();
        }
    }

    /** Aborts every upstream request at once. */
    public void endAll() {
        ended = true;
        for (Runnable abort = aborts.poll(); abort != null; abort = aborts.poll()) {
            abort.run();
        }
    }

    /** Adds what the request's thread has to wait for at the end: another thread that reads the client's body. */
    public void awaitAtEnd(Runnable wait) {
        Runnable before = waits;
        waits = before == null
                ? wait
                : () -> {
                    before.run();
                    wait.run();
                };
    }

    /** Waits for what {@link #awaitAtEnd} has added. */
    public void awaitEnd() {
        Runnable wait = waits;
        if (wait != null) {
            wait.run();
        }
    }

    /** Whether all upstream requests were aborted: no upstream response is needed any more. */
    public boolean ended() {
        return ended;
    }
}
