package com.fincloud.gateway.upstream.client.http2.frame;

import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes frames through one buffer. A thread takes the lock for the frames that belong together. A flush is left to the next thread if one
 * is waiting for the lock, so that many small requests go out together.
 */
public final class FrameOutput {

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final byte[] buffer = new byte[Frame.HEAD_BYTES + Frame.MAX_PAYLOAD];
    private int used;
    private boolean owesFlush;
    private volatile long writingSince; // 0 while nothing is being written

    public FrameOutput(OutputStream out) {
        this.out = out;
    }

    public void lock() {
        lock.lock();
    }

    /** Gives the lock back, after a flush if one was asked for and nobody waits who will do it. */
    public void unlock(boolean flush) throws IOException {
        try {
            owesFlush |= flush;
            if (owesFlush && !lock.hasQueuedThreads()) {
                owesFlush = false;
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The moment since when the socket has taken nothing of a write; 0 if no write is waiting. */
    public long writingSince() {
        return writingSince;
    }

    /** Adds a frame. The caller has the lock. */
    public void frame(int type, int flags, int stream, byte[] payload, int offset, int count) throws IOException {
        if (used + Frame.HEAD_BYTES + count > buffer.length) {
            write();
        }
        buffer[used++] = (byte) (count >> 16);
        buffer[used++] = (byte) (count >> 8);
        buffer[used++] = (byte) count;
        buffer[used++] = (byte) type;
        buffer[used++] = (byte) flags;
        used = putNumber(buffer, used, stream);
        System.arraycopy(payload, offset, buffer, used, count);
        used += count;
    }

    /** Adds the frames of a field section, which no other frame may interrupt. The caller has the lock. */
    public void section(int stream, byte[] block, int length, boolean endsStream) throws IOException {
        int sent = Math.min(length, Frame.MAX_PAYLOAD);
        int flags = (endsStream ? Frame.END_STREAM : 0) | (sent == length ? Frame.END_HEADERS : 0);
        frame(Frame.HEADERS, flags, stream, block, 0, sent);
        while (sent < length) {
            int count = Math.min(length - sent, Frame.MAX_PAYLOAD);
            frame(Frame.CONTINUATION, sent + count == length ? Frame.END_HEADERS : 0, stream, block, sent, count);
            sent += count;
        }
    }

    /** Adds bytes as they are. The caller has the lock. */
    public void bytes(byte[] bytes) throws IOException {
        if (used + bytes.length > buffer.length) {
            write();
        }
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
    }

    private void write() throws IOException {
        if (used == 0) {
            return;
        }
        writingSince = System.nanoTime() | 1;
        try {
            out.write(buffer, 0, used);
        } finally {
            used = 0;
            writingSince = 0;
        }
    }

    /** A whole frame whose payload are four-byte numbers. */
    public static byte[] numbers(int type, int flags, int stream, int... numbers) {
        byte[] frame = new byte[Frame.HEAD_BYTES + 4 * numbers.length];
        frame[2] = (byte) (4 * numbers.length);
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        int at = putNumber(frame, 5, stream);
        for (int number : numbers) {
            at = putNumber(frame, at, number);
        }
        return frame;
    }

    /** The first frame of a connection: no push, and the bounds of responses. */
    public static byte[] settings(Http2Limits limits) {
        byte[] frame = new byte[Frame.HEAD_BYTES + 18];
        frame[2] = 18;
        frame[3] = Frame.SETTINGS;
        setting(frame, 0, Frame.ENABLE_PUSH, 0);
        setting(frame, 1, Frame.INITIAL_WINDOW_SIZE, limits.window());
        setting(frame, 2, Frame.MAX_HEADER_LIST_SIZE, limits.maxHeadBytes());
        return frame;
    }

    private static void setting(byte[] frame, int place, int setting, int value) {
        int at = Frame.HEAD_BYTES + 6 * place;
        frame[at + 1] = (byte) setting;
        putNumber(frame, at + 2, value);
    }

    /** The acknowledgement of a ping. */
    public static byte[] pong(byte[] payload, int offset) {
        return numbers(
                Frame.PING, Frame.ACK, 0, (int) Frame.number(payload, offset), (int) Frame.number(payload, offset + 4));
    }

    private static int putNumber(byte[] target, int at, int number) {
        target[at] = (byte) (number >> 24);
        target[at + 1] = (byte) (number >> 16);
        target[at + 2] = (byte) (number >> 8);
        target[at + 3] = (byte) number;
        return at + 4;
    }
}
