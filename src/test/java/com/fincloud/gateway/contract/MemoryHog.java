package com.fincloud.gateway.contract;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Handler;

/** A step of a route that takes all memory there is, or all of its thread's stack. */
public final class MemoryHog {

    private static final int PIECE = 1 << 20;

    /** Eats, and never returns. */
    @Handler
    public void eat() {
        List<byte[]> eaten = new ArrayList<>();
        do {
            eaten.add(new byte[PIECE]);
        } while (!eaten.isEmpty());
    }

    /** Calls itself without end. */
    @SuppressWarnings("InfiniteRecursion") // that is its purpose
    public int fall(int depth) {
        return fall(depth + 1) + 1;
    }
}
