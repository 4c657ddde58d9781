package com.fincloud.gateway.server;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for bodies on their way to a client. A large one saves system calls, which are most of what a download costs; there are few, so
 * that thousands of slow clients do not fill the heap with them, and who finds none makes do with a small one.
 */
public final class TransferBuffers {

    private static final int SMALL_BYTES = 16 * 1024;
    private static final int LARGE_BYTES = 128 * 1024;
    private static final int LARGE_BUFFERS = 12;

    /** The more goes at once, the less often the client's and the backend's processes are woken. */
    private static final int DIRECT_BYTES = 512 * 1024;

    private static final int DIRECT_BUFFERS = 8;

    private final Few<byte[]> large = new Few<>(LARGE_BUFFERS, () -> new byte[LARGE_BYTES]);
    private final Few<ByteBuffer> direct = new Few<>(DIRECT_BUFFERS, () -> ByteBuffer.allocateDirect(DIRECT_BYTES));

    /** A buffer for a body of so many bytes, -1 when nobody knows. */
    public byte[] take(long length) {
        if (length >= 0 && length < SMALL_BYTES) {
            return new byte[(int) length + 1];
        }
        byte[] buffer = length >= 0 && length < LARGE_BYTES ? null : large.take();
        return buffer == null ? new byte[SMALL_BYTES] : buffer;
    }

    /** Takes a buffer back that nobody uses any more. */
    public void giveBack(byte[] buffer) {
        if (buffer.length == LARGE_BYTES) {
            large.giveBack(buffer);
        }
    }

    /** A large buffer outside the heap, null when all are taken. */
    @Nullable
    public ByteBuffer takeDirect() {
        return direct.take();
    }

    /** Takes it back. */
    public void giveBack(ByteBuffer buffer) {
        direct.giveBack(buffer);
    }

    /** A few things that are made when they are needed first, and lent out. */
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
