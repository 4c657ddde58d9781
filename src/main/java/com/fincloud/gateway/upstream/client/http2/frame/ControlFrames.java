package com.fincloud.gateway.upstream.client.http2.frame;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The frames that threads send which must not wait for the socket: the reader of the connection, and those that abort requests. If the
 * backend does not read, the frames are bounded.
 */
public final class ControlFrames {

    /** The maximum number of waiting frames. */
    private static final int MOST = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean closed;

    /** Adds a frame. Returns false if too many are waiting. */
    public boolean add(byte[] frame) {
        lock.lock();
        try {
            if (waiting.size() >= MOST) {
                return false;
            }
            waiting.add(frame);
            added.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next frame; null if there is none now. */
    public byte @Nullable [] poll() {
        lock.lock();
        try {
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a frame, or {@link #close}. */
    public void await() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                added.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
