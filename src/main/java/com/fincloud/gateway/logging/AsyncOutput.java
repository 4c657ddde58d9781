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
 * A stream that buffers bytes in memory, from which one thread writes them, so that a thread that logs never waits for the reader of the
 * log. A first write is sent at once; writes that follow within {@link #TICK} are sent together. If the target accepts nothing until
 * {@link #MAX_BYTES} are buffered, further writes are dropped and counted. Only whole writes are dropped.
 */
final class AsyncOutput extends OutputStream {

    /** The maximum time that a write waits to be sent together with others. */
    static final Duration TICK = Duration.ofMillis(5);

    /** The maximum number of buffered bytes. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

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
     * Starts to write to {@code target}. Failures of the target are ignored, because a log has no other place to report them.
     *
     * @param afterLoss gets the number of dropped writes when there is room again
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
        // The writer checks once more after it has set the flag, so at least one of the two threads sees the other's
        // write.
        if (idle) {
            LockSupport.unpark(writer);
        }
    }

    /** Does nothing, because Logback flushes after each line. */
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

    /** Continues with the next write after any exception or {@link Error}, because a log that has stopped cannot report it. */
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

    /** Writes the buffered bytes while {@code spare} takes new writes, and returns the emptied buffer. */
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

    /** Writes the buffered bytes within {@code time}. Later writes may be lost. */
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
            if (count > MAX_BYTES - length) {
                return false;
            }
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(2 * bytes.length, MAX_BYTES)));
            }
            System.arraycopy(more, offset, bytes, length, count);
            length += count;
            return true;
        }

        /** Returns this buffer, empty; or a new small buffer if a burst has enlarged it. */
        Buffer emptied() {
            if (bytes.length > 16 * USUAL_BYTES) {
                return new Buffer();
            }
            length = 0;
            return this;
        }
    }
}
