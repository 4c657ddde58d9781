package com.fincloud.gateway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The backend calls of a request that are under way, so that they can be ended when nobody waits for an answer any more. */
public final class UpstreamCalls {

    private final Queue<Runnable> aborts = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    /** Adds what ends a backend call at once; to end a complete call does nothing. */
    public void add(Runnable abort) {
        aborts.add(abort);
        if (ended) {
            abort.run();
        }
    }

    /** Ends every backend call at once. */
    public void endAll() {
        ended = true;
        for (Runnable abort = aborts.poll(); abort != null; abort = aborts.poll()) {
            abort.run();
        }
    }

    /** Whether nobody waits for a backend's answer any more. */
    public boolean ended() {
        return ended;
    }
}
