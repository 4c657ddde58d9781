package com.fincloud.gateway.edge;

/**
 * How much may be under way at once. It follows the heap, so that no number of clients ends in an {@link OutOfMemoryError}: what is
 * beyond it is refused, and comes back.
 *
 * @param requests requests that are answered at once
 * @param connections open connections, most of them idle
 */
record Capacity(int requests, int connections) {

    /** What a request under way takes at most, in bytes: the buffers of both sides, its objects, its thread's stack. */
    private static final long REQUEST_BYTES = 112 * 1024;

    /** What an idle connection takes, in bytes, with room for what shares the heap with it. */
    private static final long CONNECTION_BYTES = 32 * 1024;

    /** The same with the buffers and keys of TLS. */
    private static final long ENCRYPTED_BYTES = 96 * 1024;

    private static final long MOST = 20_000;

    /** What fits into a heap of so many bytes, with connections that are {@code encrypted} or not. */
    static Capacity ofHeap(long bytes, boolean encrypted) {
        long connection = encrypted ? ENCRYPTED_BYTES : CONNECTION_BYTES;
        return new Capacity((int) Math.min(MOST, bytes / REQUEST_BYTES), (int) Math.min(MOST, bytes / connection));
    }
}
