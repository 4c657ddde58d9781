package com.fincloud.gateway.upstream.client.limit;

/**
 * The bounds of all streams.
 *
 * @param maxHeadBytes maximum bytes of a response head, before and after decompression
 * @param maxFields maximum number of fields in a response head, and in its trailers
 * @param window the bytes that a backend may send on a new stream before the client has taken any
 * @param windows the memory for larger windows of streams whose clients are fast
 */
public record Http2Limits(int maxHeadBytes, int maxFields, int window, WindowBudget windows) {

    private static final int LEAST_WINDOW = 16 * 1024;
    private static final int MOST_WINDOW = 64 * 1024;

    /** Megabytes of heap for each kilobyte of a new stream's window. */
    private static final int HEAP_PART = 16 * 1024;

    /** The bounds for a heap of this size. */
    public static Http2Limits ofHeap(int maxHeadBytes, int maxFields, WindowBudget windows, long heapBytes) {
        int window = (int) Math.max(LEAST_WINDOW, Math.min(MOST_WINDOW, heapBytes / HEAP_PART));
        return new Http2Limits(maxHeadBytes, maxFields, window, windows);
    }
}
