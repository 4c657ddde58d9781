package com.fincloud.gateway.ratelimit.window;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Pieces that queues have given back, for whichever grows next. By then they are in the heap's old generation; thrown away there they
 * would stay until that is full.
 */
public final class ChunkPool {

    private final ArrayDeque<int[]> spare = new ArrayDeque<>();
    private final int most;

    /** Keeps {@code most} pieces at most. */
    public ChunkPool(int most) {
        this.most = most;
    }

    /** A piece that nobody else has, whatever it contains. */
    int[] take() {
        int[] piece = poll();
        return piece == null ? new int[IntQueue.PIECE] : piece;
    }

    private synchronized int @Nullable [] poll() {
        return spare.poll();
    }

    /** Takes a piece that its queue will not touch again. */
    synchronized void give(int[] piece) {
        if (spare.size() < most) {
            spare.push(piece);
        }
    }

    /** Pieces that wait here. */
    synchronized int size() {
        return spare.size();
    }
}
