package com.fincloud.gateway.ratelimit.window;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A pool of array chunks that queues have returned, for reuse by any growing queue. Returned chunks are in the heap's old generation, where
 * garbage stays until that generation is collected.
 */
public final class ChunkPool {

    private final ArrayDeque<int[]> spare = new ArrayDeque<>();
    private final int most;

    /** Creates a pool of at most {@code most} chunks. */
    public ChunkPool(int most) {
        this.most = most;
    }

    /** Takes a chunk for exclusive use. Its content is undefined. */
    int[] take() {
        int[] piece = poll();
        return piece == null ? new int[IntQueue.PIECE] : piece;
    }

    private synchronized int @Nullable [] poll() {
        return spare.poll();
    }

    /** Returns a chunk, which its queue must not use again. */
    synchronized void give(int[] piece) {
        if (spare.size() < most) {
            spare.push(piece);
        }
    }

    /** The number of chunks in the pool. */
    synchronized int size() {
        return spare.size();
    }
}
