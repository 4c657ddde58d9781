package com.fincloud.gateway.server;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for copying bodies to clients. A large buffer saves system calls, which are most of the cost of a download. Only a few large
 * buffers exist, so that thousands of slow clients do not fill the heap. If none is free, a request gets a small buffer.
 */
public final class TransferBuffers {

    private static final int SMALL_BYTES = 16 * 1024;
    private static final int LARGE_BYTES = 128 * 1024;
    private static final int LARGE_BUFFERS = 12;

    /** A larger buffer wakes the client's and the backend's processes less often. */
    private static final int DIRECT_BYTES = 512 * 1024;

    private static final int DIRECT_BUFFERS = 8;

    private final Few<byte[]> large = new Few<>(LARGE_BUFFERS, () -> new byte[LARGE_BYTES]);
    private final Few<ByteBuffer> direct = new Few<>(DIRECT_BUFFERS, () -> ByteBuffer.allocateDirect(DIRECT_BYTES));

    /** Takes a buffer for a body of this length in bytes; -1 if it is unknown. */
    public byte[] take(long length) {
        if (length >= 0 && length < SMALL_BYTES) {
            return new byte[(int) length + 1];
        }
        byte[] buffer = length >= 0 && length < LARGE_BYTES ? null : large.take();
        return buffer == null ? new byte[SMALL_BYTES] : buffer;
    }

    /** Returns a buffer that is no longer used. */
    public void giveBack(byte[] buffer) {
        if (buffer.length == LARGE_BYTES) {
            large.giveBack(buffer);
        }
    }

    /** Takes a large direct buffer; null if all are in use. */
    @Nullable
    public ByteBuffer takeDirect() {
        return direct.take();
    }

    /** Returns a direct buffer. */
    public void giveBack(ByteBuffer buffer) {
        direct.giveBack(buffer);
    }

    /** A bounded pool of objects that are created on first use. */
    private static final class Few<T> {

        private final ArrayBlockingQueue<T> spare;
        private final int most;
        private final Supplier<T> maker;
        private int made;

        Few(int most, Supplier<T> maker) {
            this.spare = new ArrayBlockingQueue<>(most);
            this.most = most;
            this.maker = maker;
        }

        @Nullable
        T take() {
            T known = spare.poll();
            if (known != null) {
                return known;
            }
            synchronized (this) {
                if (made == most) {
                    return null;
                }
                made++;
            }
            return maker.get();
        }

        void giveBack(T lent) {
            spare.add(lent);
        }
    }
}
