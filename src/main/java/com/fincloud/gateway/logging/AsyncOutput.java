package com.fincloud.gateway.logging;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * A stream that takes bytes into memory and has one thread write them: who logs never waits for who reads the log. A first write goes
 * out at once, what follows it within {@link #TICK} goes together. When the other end takes nothing for so long that
 * {@link #MOST_BYTES} have gathered, further writes are dropped and counted, whole writes only.
 */
final class AsyncOutput extends OutputStream {

    /** The longest that a write waits to go together with others. */
    static final Duration TICK = Duration.ofMillis(5);

    /** Bytes that may wait. */
    static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final int USUAL_BYTES = 64 * 1024;

    private final PrintStream target;
    private final LongConsumer afterLoss;
    private final AtomicLong dropped = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition emptied = lock.newCondition();
    private final Thread writer = new Thread(this::run, "log-writer");

    private Buffer filling = new Buffer();
    private boolean writing;
    private boolean closed;
    private volatile boolean idle;

    /**
     * Writes to {@code target} from now on, whose failures nobody learns of: a log has no other place to tell them.
     *
     * @param afterLoss is told, once there is room again, how many writes were dropped
     */
    AsyncOutput(PrintStream target, LongConsumer afterLoss) {
        this.target = target;
        this.afterLoss = afterLoss;
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            if (!filling.add(bytes, offset, length)) {
                dropped.incrementAndGet();
                return;
            }
        } finally {
            lock.unlock();
        }
        if (idle) { // the writer looks once more after it has said so, and one of the two sees the other
            LockSupport.unpark(writer);
        }
    }

    /** Does nothing: whoever logs asks for it after each line. */
    @Override
    public void flush() {}

    private void run() {
        Buffer spare = new Buffer();
        while (!isOver()) {
            if (isEmpty()) {
                idle = true;
                if (isEmpty() && !isOver()) {
                    LockSupport.park(this);
                }
                idle = false;
            } else {
                spare = guarded(spare);
                LockSupport.parkNanos(this, TICK.toNanos());
            }
        }
    }

    /** Whatever a write throws, an {@link Error} among it, the next one is tried: a log that has ended tells nobody. */
    private Buffer guarded(Buffer spare) {
        try {
            return write(spare);
        } catch (Throwable e) {
            dropped.incrementAndGet();
            return new Buffer();
        }
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return filling.length == 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return closed && filling.length == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what has gathered, while {@code spare} takes what comes, and returns the emptied buffer. */
    private Buffer write(Buffer spare) {
        Buffer full;
        lock.lock();
        try {
            full = filling;
            filling = spare;
            writing = true;
        } finally {
            lock.unlock();
        }
        try {
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                afterLoss.accept(lost);
            }
            target.write(full.bytes, 0, full.length);
            target.flush();
        } finally {
            written();
        }
        return full.emptied();
    }

    private void written() {
        lock.lock();
        try {
            writing = false;
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what has gathered, and takes no longer for it than {@code time}; writes that come later may be lost. */
    void close(Duration time) throws InterruptedException {
        long left = time.toNanos();
        lock.lock();
        try {
            closed = true;
            LockSupport.unpark(writer);
            while (left > 0 && (writing || filling.length > 0)) {
                left = emptied.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static final class Buffer {

        private byte[] bytes = new byte[USUAL_BYTES];
        private int length;

        boolean add(byte[] more, int offset, int count) {
            if (count > MOST_BYTES - length) {
                return false;
            }
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(2 * bytes.length, MOST_BYTES)));
            }
            System.arraycopy(more, offset, bytes, length, count);
            length += count;
            return true;
        }

        /** Itself, empty; or a small one, when a burst has made it large. */
        Buffer emptied() {
            if (bytes.length > 16 * USUAL_BYTES) {
                return new Buffer();
            }
            length = 0;
            return this;
        }
    }
}
