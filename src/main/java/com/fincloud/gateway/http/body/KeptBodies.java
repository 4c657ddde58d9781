package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;

/**
 * The memory that all routes together may use for bodies. A step that reads a body makes bytes, a text or a tree of it on the heap, and
 * the bound of one body does not tell how many requests do the same at once. A body that goes from socket to socket takes nothing.
 */
public final class KeptBodies {

    /** For the heap of this process, since no other measure of it is the right one. */
    private static final BoundedDocuments DOCUMENTS = new BoundedDocuments();

    private static final KeptBodies OF_HEAP =
            new KeptBodies(Runtime.getRuntime().maxMemory());

    /** The part of the heap that is for bodies: one byte in so many. */
    private static final int HEAP_PART = 2;

    private static final int BLOCK_BYTES = 16 * 1024;

    private final long most;
    private final AtomicLong left;

    KeptBodies(long heapBytes) {
        most = heapBytes / HEAP_PART / BLOCK_BYTES * BLOCK_BYTES;
        left = new AtomicLong(most);
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

        /** Adds the weight of a piece of a body; a small body takes nothing, since it weighs less than its request. */
        synchronized void add(byte[] piece, int offset, int count) {
            bytes += (long) count * BodyWeight.BYTE;
            marks += BodyWeight.marks(piece, offset, count);
            grow();
        }

        /**
         * Adds bytes of heap that are taken for certain.
         *
         * @throws GatewayException 503 when there is no room for them
         */
        public synchronized void add(long count) {
            bytes += count;
            grow();
        }

        /** Whether there could be room for so many bytes more if there were no other request. */
        public synchronized boolean mayAdd(long count) {
            return bytes + count <= most;
        }

        /** Whether somebody still has the bodies. */
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
        public synchronized void giveBack() {
            if (isOpen()) {
                holders--;
                if (!isOpen()) {
                    release();
                }
            }
        }

        private void grow() {
            if (refused || (isOpen() && !take())) {
                refused = true;
                if (holders <= 1) {
                    release();
                }
                throw new GatewayException(GatewayError.OVERLOADED).header("Retry-After", "1");
            }
        }

        /** The weight of a tree is an estimate that is too high for a text: one such body may take all there is. */
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

    /** Bounds the trees of XML that Camel's converters make for {@code exchange}: they take their parser from it. */
    public static void bound(Exchange exchange) {
        exchange.setProperty(Exchange.DOCUMENT_BUILDER_FACTORY, DOCUMENTS);
    }

    /** A share of the heap that has nothing yet. */
    public static Share ofHeap() {
        return OF_HEAP.share();
    }

    Share share() {
        return new Share();
    }

    /** Bytes that nobody has taken. */
    long left() {
        return left.get();
    }
}
