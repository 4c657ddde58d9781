package com.fincloud.gateway.upstream.client.limit;

import java.util.concurrent.atomic.AtomicLong;

/** The memory for windows beyond the first one of a stream. */
public final class WindowBudget {

    /** The heap is divided by this number to get the budget. */
    private static final int HEAP_PART = 16;

    private final AtomicLong left;

    public WindowBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** The budget for a heap of this size. */
    public static WindowBudget ofHeap(long bytes) {
        return new WindowBudget(bytes / HEAP_PART);
    }

    /** Takes bytes until {@link #giveBack}. Returns false if there are not so many. */
    public boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    public void giveBack(int bytes) {
        left.addAndGet(bytes);
    }
}
