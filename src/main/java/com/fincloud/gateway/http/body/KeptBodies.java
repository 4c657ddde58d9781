package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;

/**
 * The memory that all routes together may use for bodies. A step that reads a body converts it to bytes, a string or a tree on the heap.
 * The limit for one body does not limit how many requests do this at the same time. A body that is streamed from socket to socket takes
 * nothing from this memory.
 */
public final class KeptBodies {

    /** Limited by the heap size of this process. */
    private static final BoundedDocuments DOCUMENTS = new BoundedDocuments();

    /** Bytes of heap that the gateway needs without any request: routes, classes, connections. */
    private static final long IDLE_BYTES = 64L * 1024 * 1024;

    private static final KeptBodies OF_HEAP = ofHeap(Runtime.getRuntime().maxMemory());

    /** The heap is divided by this number to get the memory for bodies. Growing buffers need contiguous memory in one generation. */
    private static final int HEAP_PART = 2;

    private static final int BLOCK_BYTES = 16 * 1024;

    /** The limit for an answer of a backend, in bytes, if the process has set none. */
    private static final long USUAL_ANSWER = 10L * 1024 * 1024;

    /**
     * Where and how much of bodies is kept outside the heap.
     *
     * @param spool the files
     * @param answer the maximum bytes of one answer of a backend that are kept
     */
    public record Limits(BodySpool spool, long answer) {}

    private static volatile Limits limits = new Limits(BodySpool.temporary(), USUAL_ANSWER);

    private final long most;
    private final AtomicLong left;

    KeptBodies(long heapBytes) {
        most = heapBytes / HEAP_PART / BLOCK_BYTES * BLOCK_BYTES;
        left = new AtomicLong(most);
    }

    private static KeptBodies ofHeap(long heapBytes) {
        return new KeptBodies(Math.max(heapBytes / 2, heapBytes - IDLE_BYTES));
    }

    /**
     * The part that one request takes. It grows with what is read and is given back when the request has ended, and with it every copy
     * of its exchange that still has the bodies. A request that finds no room gives its part back at once, so that of several requests
     * that grow together some succeed.
     */
    public final class Share {

        private long bytes;
        private long marks;
        private long taken;
        private int holders = 1;
        private boolean refused;
        private final List<KeptBody> kept = new ArrayList<>(1);

        /** Adds the estimated memory of a piece of a body. A small body takes nothing, because it needs less memory than its request. */
        synchronized void add(byte[] piece, int offset, int count) {
            bytes += (long) count * BodyWeight.BYTE;
            marks += BodyWeight.marks(piece, offset, count);
            grow();
        }

        /**
         * Adds heap bytes that are certainly used.
         *
         * @throws GatewayException 503 if there is not enough free memory
         */
        public synchronized void add(long count) {
            bytes += count;
            grow();
        }

        /** Adds heap bytes if there is enough free memory. Returns false otherwise, and refuses nothing else. */
        synchronized boolean tryAdd(long count) {
            if (refused || !isOpen()) {
                return false;
            }
            bytes += count;
            if (take()) {
                return true;
            }
            bytes -= count;
            return false;
        }

        /** The files for bodies of this share. */
        BodySpool spool() {
            return limits.spool();
        }

        /** Releases the kept body when the share is given back. */
        void attach(KeptBody body) {
            synchronized (this) {
                if (isOpen()) {
                    kept.add(body);
                    return;
                }
            }
            body.close();
        }

        /** The client's request has ended: its connections are used for others. {@code complete}: bodies that are held are read now. */
        public void detach(boolean complete) {
            List<KeptBody> bodies;
            boolean held;
            synchronized (this) {
                bodies = List.copyOf(kept);
                held = isHeld();
            }
            bodies.forEach(body -> body.detach(held && complete));
        }

        /** Whether somebody besides the request has the bodies. */
        public synchronized boolean isHeld() {
            return holders > 1;
        }

        /** Whether this many further bytes would fit if there were no other requests. */
        public synchronized boolean mayAdd(long count) {
            return bytes + count <= most;
        }

        /** Whether the bodies are still in use. */
        public synchronized boolean isOpen() {
            return holders > 0;
        }

        /**
         * Counts one more who has the bodies, and who has to give them back.
         *
         * @return false when they have been given back already
         */
        public synchronized boolean hold() {
            if (isOpen()) {
                holders++;
                return true;
            }
            return false;
        }

        /** Says that one of those who had the bodies has them no more; the last one gives all of it back. */
        public void giveBack() {
            List<KeptBody> unused = List.of();
            synchronized (this) {
                if (isOpen()) {
                    holders--;
                    if (!isOpen()) {
                        release();
                        unused = List.copyOf(kept);
                        kept.clear();
                    }
                }
            }
            unused.forEach(KeptBody::close); // without the lock of this share, for which a reader of a body may wait
        }

        private void grow() {
            if (refused || (isOpen() && !take())) {
                refused = true;
                if (holders <= 1) {
                    release();
                }
                UnreachableHolds.look();
                throw new GatewayException(GatewayError.OVERLOADED).header("Retry-After", "1");
            }
        }

        /** Takes the memory. The estimate for a tree is too high for a string, so one such body may take all the memory. */
        private boolean take() {
            long wanted = Math.max(bytes, Math.min(most, bytes + marks)) / BLOCK_BYTES * BLOCK_BYTES - taken;
            if (wanted > 0) {
                if (left.getAndUpdate(free -> free < wanted ? free : free - wanted) < wanted) {
                    return false;
                }
                taken += wanted;
            }
            return true;
        }

        private void release() {
            left.addAndGet(taken);
            taken = 0;
        }
    }

    /** Limits the XML trees that Camel's converters create for {@code exchange}. The converters take their parser from the exchange. */
    public static void bound(Exchange exchange) {
        exchange.setProperty(Exchange.DOCUMENT_BUILDER_FACTORY, DOCUMENTS);
    }

    /** Sets where and how much of bodies is kept outside the heap, for the whole process. */
    public static void use(Limits chosen) {
        limits = chosen;
    }

    /** Where and how much of bodies is kept outside the heap. */
    public static Limits limits() {
        return limits;
    }

    /** Creates an empty share of the memory for this process's heap. */
    public static Share ofHeap() {
        return OF_HEAP.share();
    }

    Share share() {
        return new Share();
    }

    /** The free bytes. */
    long left() {
        return left.get();
    }
}
