package com.fincloud.gateway.server;

import com.fincloud.gateway.http.HeadBudget;

/**
 * How many requests and connections the server handles at once. The numbers follow from the heap size, so that no number of clients causes
 * an {@link OutOfMemoryError}: further requests are refused, and clients can repeat them.
 *
 * @param requests requests that are handled at the same time
 * @param connections open connections, most of them idle
 */
public record Capacity(int requests, int connections) {

    /**
     * The maximum memory of a request in flight, in bytes: the buffers of both connections, its objects, its thread's stack, and the free
     * part of the request head and of the response head. The additional memory of large heads comes from the {@link HeadBudget}.
     */
    private static final long REQUEST_BYTES = 144 * 1024;

    private static final long MOST = 20_000;

    /** The memory of an idle connection in kilobytes, including a reserve for everything else on the heap. */
    enum Connection {
        PLAIN(32),
        /** Includes the keys of TLS, and the buffers of a handshake that is under way. */
        ENCRYPTED(80),
        /** Also includes the compression tables and the last closed streams. */
        HTTP2(96);

        private final long bytes;

        Connection(long kilobytes) {
            bytes = kilobytes * 1024;
        }
    }

    /** HTTP/2 requests that are handled at the same time, counted as in {@link Http2Load}. */
    int streams() {
        return requests / 4;
    }

    /** Connections that may wait for the rest of a head. Each of them holds the buffers of a request. */
    int partialHeads() {
        return Math.max(1, requests / 4);
    }

    /** The capacity of a heap of this size. */
    static Capacity ofHeap(long bytes, Connection connection) {
        return new Capacity(
                (int) Math.min(MOST, bytes / REQUEST_BYTES), (int) Math.min(MOST, bytes / connection.bytes));
    }
}
