package com.fincloud.gateway.edge;

import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for bodies on their way to a client. A large one saves system calls, which are most of what a download costs; there are few, so
 * that thousands of slow clients do not fill the heap with them, and who finds none makes do with a small one.
 */
final class TransferBuffers {

    private static final int SMALL_BYTES = 16 * 1024;
    private static final int LARGE_BYTES = 128 * 1024;
    private static final int LARGE_BUFFERS = 12;

    private final ArrayBlockingQueue<byte[]> large = new ArrayBlockingQueue<>(LARGE_BUFFERS);
    private int made; // large ones

    /** A buffer for a body of so many bytes, -1 when nobody knows. */
    byte[] take(long length) {
        if (length >= 0 && length < SMALL_BYTES) {
            return new byte[(int) length + 1];
        }
        byte[] buffer = length >= 0 && length < LARGE_BYTES ? null : takeLarge();
        return buffer == null ? new byte[SMALL_BYTES] : buffer;
    }

    private byte @Nullable [] takeLarge() {
        byte[] spare = large.poll();
        if (spare != null) {
            return spare;
        }
        synchronized (this) {
            if (made == LARGE_BUFFERS) {
                return null;
            }
            made++;
        }
        return new byte[LARGE_BYTES];
    }

    /** Takes a buffer back that nobody uses any more. */
    void giveBack(byte[] buffer) {
        if (buffer.length == LARGE_BYTES) {
            large.add(buffer);
        }
    }
}
