package com.fincloud.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the heads of requests and of backends' answers may take of the heap: how large one may be, and how much all large ones together
 * take. Most heads are small, and their bytes are counted with each request ({@code Capacity} of the server); a large one takes the rest from here.
 * So neither a few large heads are refused, nor can thousands of them end in an {@link OutOfMemoryError}.
 */
public final class HeadBudget {

    /** What each head may weigh for which nothing is taken from the budget, in bytes of the heap. */
    public static final int FREE_BYTES = 8 * 1024;

    /** The part of the heap that is set aside: one in so many bytes. */
    private static final int HEAP_PART = 8;

    /** A field costs two texts, their places in maps, and a line while it is read. */
    private static final int FIELD_BYTES = 320;

    /** A byte of a request is one of the buffer, one of a text, and one of what goes to the backend. */
    private static final int REQUEST_BYTE_WEIGHT = 3;

    /** A byte of an answer is two bytes of a line that may be twice as long as it must, and a byte of a text. */
    private static final int BYTE_WEIGHT = 5;

    private final int maxHeadBytes;
    private final AtomicLong left;

    /**
     * A budget.
     *
     * @param maxHeadBytes of one head on the wire
     * @param bytes of the heap for large heads
     */
    public HeadBudget(int maxHeadBytes, long bytes) {
        this.maxHeadBytes = maxHeadBytes;
        this.left = new AtomicLong(bytes);
    }

    /** The budget of a heap of so many bytes. */
    public static HeadBudget ofHeap(int maxHeadBytes, long heapBytes) {
        return new HeadBudget(maxHeadBytes, heapBytes / HEAP_PART);
    }

    /** The largest head on the wire, in bytes: a request's, and just so an answer's. */
    public int maxHeadBytes() {
        return maxHeadBytes;
    }

    /** What a part of an answer's head takes of the heap at most while it is read, in bytes. */
    public static int weight(int fields, int bytesOnTheWire) {
        return fields * FIELD_BYTES + bytesOnTheWire * BYTE_WEIGHT;
    }

    /**
     * Takes what a request's head weighs beyond its free part.
     *
     * @return bytes to be given back, -1 when they are not there
     */
    public int takeForRequest(int fields, int bytesOnTheWire) {
        int beyond = fields * FIELD_BYTES + bytesOnTheWire * REQUEST_BYTE_WEIGHT - FREE_BYTES;
        if (beyond <= 0) {
            return 0;
        }
        return take(beyond) ? beyond : -1;
    }

    /** Takes so many bytes until {@link #giveBack}; false when they are not there. */
    public boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    /** Gives back what {@link #take} has taken. */
    public void giveBack(int bytes) {
        left.addAndGet(bytes);
    }

    /** Bytes that nobody has taken. */
    public long left() {
        return left.get();
    }
}
