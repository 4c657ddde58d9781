package com.fincloud.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the heap memory of request heads and upstream response heads: the size of one head, and the memory of all large heads together.
 * Most heads are small, and their bytes are counted with each request ({@code Capacity} of the server). A large head takes its additional
 * memory from this budget. So a few large heads are accepted, but thousands of them cannot cause an {@link OutOfMemoryError}.
 */
public final class HeadBudget {

    /** Heap bytes of each head for which nothing is taken from the budget. */
    public static final int FREE_BYTES = 8 * 1024;

    /** The heap is divided by this number to get the budget. */
    private static final int HEAP_PART = 8;

    /** Heap bytes of a field: two strings, their map entries, and a line while it is read. */
    private static final int FIELD_BYTES = 320;

    /** Heap bytes for each byte of a request head: one in the buffer, one in a string, and one in the request to the backend. */
    private static final int REQUEST_BYTE_WEIGHT = 3;

    /**
     * Heap bytes for each byte of a response head: two bytes in a line buffer that may be twice as long as needed, and one in a string.
     */
    private static final int BYTE_WEIGHT = 5;

    private final int maxHeadBytes;
    private final AtomicLong left;

    /**
     * Creates a budget.
     *
     * @param maxHeadBytes maximum bytes of one head on the wire
     * @param bytes heap bytes for large heads
     */
    public HeadBudget(int maxHeadBytes, long bytes) {
        this.maxHeadBytes = maxHeadBytes;
        this.left = new AtomicLong(bytes);
    }

    /** The budget for a heap of this size. */
    public static HeadBudget ofHeap(int maxHeadBytes, long heapBytes) {
        return new HeadBudget(maxHeadBytes, heapBytes / HEAP_PART);
    }

    /** The maximum bytes of a head on the wire, for requests and for upstream responses. */
    public int maxHeadBytes() {
        return maxHeadBytes;
    }

    /** The maximum heap bytes of a part of a response head while it is read. */
    public static int weight(int fields, int bytesOnTheWire) {
        return fields * FIELD_BYTES + bytesOnTheWire * BYTE_WEIGHT;
    }

    /**
     * Takes the memory of a request head beyond its free part.
     *
     * @return the bytes to return later; -1 if the budget does not have them
     */
    public int takeForRequest(int fields, int bytesOnTheWire) {
        int beyond = fields * FIELD_BYTES + bytesOnTheWire * REQUEST_BYTE_WEIGHT - FREE_BYTES;
        if (beyond <= 0) {
            return 0;
        }
        return take(beyond) ? beyond : -1;
    }

    /** Takes bytes until {@link #giveBack}. Returns false if the budget does not have them. */
    public boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    /** Returns bytes that {@link #take} has taken. */
    public void giveBack(int bytes) {
        left.addAndGet(bytes);
    }

    /** The free bytes. */
    public long left() {
        return left.get();
    }
}
