package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many bytes of bodies may be sent on one connection (RFC 9113 section 5.2). */
final class SendWindows {

    /** The window of one stream. */
    static final class Window {

        private long left;
        private boolean closed;

        private Window(long left) {
            this.left = left;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Window> open = new HashSet<>();
    private long connection = Frame.USUAL_WINDOW;
    private int initial = Frame.USUAL_WINDOW;
    private boolean closed;

    /** The window of a new stream. */
    Window open() {
        lock.lock();
        try {
            Window window = new Window(initial);
            window.closed = closed;
            open.add(window);
            return window;
        } finally {
            lock.unlock();
        }
    }

    /** The stream sends no more. A thread that waits gets {@link UploadStopped}. */
    void close(Window window) {
        lock.lock();
        try {
            window.closed = true;
            open.remove(window);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is sent on the connection. */
    void closeAll() {
        lock.lock();
        try {
            closed = true;
            open.forEach(window -> window.closed = true);
            open.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes from 1 to {@code wanted} bytes, and waits while there are none. */
    int take(Window window, int wanted) throws UploadStopped {
        lock.lock();
        try {
            while (!window.closed && (window.left <= 0 || connection <= 0)) {
                changed.awaitUninterruptibly();
            }
            if (window.closed) {
                throw new UploadStopped();
            }
            int taken = (int) Math.min(wanted, Math.min(window.left, connection));
            window.left -= taken;
            connection -= taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Takes up to {@code wanted} bytes without waiting; returns 0 if there are none. */
    int tryTake(Window window, int wanted) throws UploadStopped {
        lock.lock();
        try {
            return window.closed || (window.left > 0 && connection > 0) ? take(window, wanted) : 0;
        } finally {
            lock.unlock();
        }
    }

    /** The backend takes more on the whole connection. */
    void add(int bytes) throws Http2Fault {
        lock.lock();
        try {
            connection = requireInRange(connection + bytes);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The backend takes more on one stream. */
    void add(Window window, int bytes) throws Http2Fault {
        lock.lock();
        try {
            window.left = requireInRange(window.left + bytes);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The backend has set the first window of streams, which also changes that of open ones (RFC 9113 section 6.9.2). */
    void initial(int bytes) throws Http2Fault {
        lock.lock();
        try {
            int more = bytes - initial;
            initial = bytes;
            for (Window window : open) {
                window.left = requireInRange(window.left + more);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long requireInRange(long window) throws Http2Fault {
        if (window > Integer.MAX_VALUE) {
            throw new Http2Fault(ErrorCode.FLOW_CONTROL_ERROR, "a window that is too large");
        }
        return window;
    }
}
