package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of a body, so that it can be read again: 64 KB in memory, the rest in a file. It reads the body from its source only
 * when a reader needs the next bytes, so several readers may share it, in several threads, and none of them waits for the whole body.
 *
 * <p>A body is kept for a step that reads it; if there is no room for that, the step fails. A body is also kept while it is sent, because
 * the route may need it again; if there is no room for that, it is sent without being kept, and only a second use of it fails.
 */
final class KeptBody {

    /** The part of a body that is kept in memory, in bytes. */
    static final int IN_MEMORY = 64 * 1024;

    private static final int FIRST = 1024;

    /** A reader that asks for less, for instance for one byte, is served from a piece of this size. */
    private static final int PIECE = 8 * 1024;

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final byte[] NONE = {};

    private final ReentrantLock lock = new ReentrantLock(); // a monitor would hold the carrier of a virtual thread
    private final StreamedBody source;
    private final KeptBodies.Share share;
    private byte[] memory = NONE;
    private int inMemory;
    private @Nullable SpoolFile file;
    private volatile long passed; // bytes that the source has given
    private @Nullable GatewayException dropped; // why the bytes are not kept
    private volatile boolean ended;
    private boolean closed;
    private boolean detached;
    private @Nullable Exception failure;

    KeptBody(StreamedBody source, KeptBodies.Share share) {
        this.source = source;
        this.share = share;
        share.attach(this);
    }

    /**
     * Reads from a position.
     *
     * @param needed whether the bytes must be kept; otherwise they are kept if there is room
     * @return the number of bytes; -1 at the end of the body
     * @throws GatewayException if there is no room for bytes that must be kept, or the bytes were not kept
     */
    int read(long position, byte[] target, int offset, int count, boolean needed) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("The request that has this body has ended");
            }
            if (position >= passed && needed && count < PIECE) {
                receivePiece();
            }
            return position < passed ? again(position, target, offset, count) : receive(target, offset, count, needed);
        } finally {
            lock.unlock();
        }
    }

    private int again(long position, byte[] target, int offset, int count) throws IOException {
        if (dropped != null) {
            throw dropped;
        }
        int bytes = (int) Math.min(count, passed - position);
        if (position < inMemory) {
            bytes = (int) Math.min(bytes, inMemory - position);
            System.arraycopy(memory, (int) position, target, offset, bytes);
        } else if (file != null) {
            file.read(position - inMemory, target, offset, bytes);
        }
        return bytes;
    }

    private void receivePiece() throws IOException {
        byte[] piece = new byte[PIECE];
        receive(piece, 0, PIECE, true);
    }

    private int receive(byte[] target, int offset, int count, boolean needed) throws IOException {
        if (ended) {
            return -1;
        }
        if (failure != null) {
            throw again(failure);
        }
        if (detached) {
            throw new IOException("The request that has this body has ended");
        }
        int bytes = received(target, offset, count);
        if (bytes < 0) {
            ended = true;
            return -1;
        }
        long before = passed;
        passed = before + bytes;
        if (dropped == null) {
            keep(before, target, offset, bytes, needed);
        }
        return bytes;
    }

    private int received(byte[] target, int offset, int count) throws IOException {
        try {
            return source.receive(target, offset, count);
        } catch (IOException | RuntimeException e) {
            failure = e; // a later reader must not take the part for the whole
            throw e;
        }
    }

    private static IOException again(Exception failure) throws IOException {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        return (IOException) failure;
    }

    private void keep(long before, byte[] bytes, int offset, int count, boolean needed) {
        if (before + count > source.mostKept()) {
            drop(source.tooLong(), needed);
            return;
        }
        int first = Math.min(count, IN_MEMORY - inMemory);
        if (!grow(inMemory + first, needed)) {
            drop(noRoom(null), false);
            return;
        }
        System.arraycopy(bytes, offset, memory, inMemory, first);
        inMemory += first;
        if (first < count) {
            spool(bytes, offset + first, count - first, needed);
        }
    }

    /** Makes room in memory. The bytes that a step reads have been counted by the reader. */
    private boolean grow(int wanted, boolean needed) {
        if (wanted > memory.length) {
            int length = Math.min(IN_MEMORY, Math.max(Math.max(FIRST, wanted), 2 * memory.length));
            if (!needed && !share.tryAdd(length - memory.length)) {
                return false;
            }
            memory = Arrays.copyOf(memory, length);
        }
        return true;
    }

    private void spool(byte[] bytes, int offset, int count, boolean needed) {
        try {
            if (file == null) {
                file = share.spool().create();
            }
            file.append(bytes, offset, count);
        } catch (IOException e) {
            drop(noRoom(e), needed);
        }
    }

    private static GatewayException noRoom(@Nullable IOException cause) {
        return new GatewayException(GatewayError.OVERLOADED, cause)
                .header("Retry-After", "1")
                .because("body_spool_full");
    }

    private void drop(GatewayException reason, boolean needed) {
        dropped = reason;
        release();
        if (needed) {
            throw reason;
        }
    }

    private void release() {
        memory = NONE;
        inMemory = 0;
        SpoolFile kept = file;
        file = null;
        if (kept != null) {
            try {
                kept.close();
            } catch (IOException e) {
                // the file has no name and no user any more
            }
        }
    }

    /** Throws the reason why the body cannot be read to its end, if that is known, before anybody announces it. */
    void requireWhole() {
        lock.lock();
        try {
            if (dropped != null && passed > 0) {
                throw dropped;
            }
            if (failure instanceof BodyReadException known) {
                throw known.answer();
            }
            if (failure instanceof RuntimeException known) {
                throw known;
            }
            if (failure != null || closed) {
                throw new IllegalStateException("The body cannot be read to its end", failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The bytes that can be read from a position without waiting. */
    int available(long position) {
        long here = passed - position;
        return here > 0 ? (int) Math.min(here, Integer.MAX_VALUE) : ended ? 0 : source.arrived();
    }

    boolean isInMemory() {
        return passed <= IN_MEMORY;
    }

    /** The length in bytes if the end is known, otherwise -1. */
    long length() {
        return ended ? passed : -1;
    }

    /** Reads the whole body from its source. */
    void receiveAll() throws IOException {
        lock.lock();
        try {
            while (!ended) {
                receivePiece();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Reads from the source what may be kept. */
    void receiveAhead() throws IOException {
        lock.lock();
        try {
            while (!ended && passed + PIECE <= source.mostKept()) {
                receivePiece();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Separates the body from its source at the end of the request. Whoever reads later gets what is kept, or a failure.
     *
     * @param held whether somebody still needs the body, so that its rest is read now
     */
    void detach(boolean held) {
        lock.lock();
        try {
            long begin = System.nanoTime();
            while (held
                    && !ended
                    && dropped == null
                    && !closed
                    && failure == null
                    && System.nanoTime() - begin < DRAIN_NANOS) {
                receivePiece();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            detached = true;
            lock.unlock();
        }
    }

    /** Releases the memory and the file. */
    void close() {
        lock.lock();
        try {
            closed = true;
            release();
        } finally {
            lock.unlock();
        }
    }
}
