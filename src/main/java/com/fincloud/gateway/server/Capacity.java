package com.fincloud.gateway.server;

import com.fincloud.gateway.http.HeadBudget;

/**
 * How much may be under way at once. It follows the heap, so that no number of clients ends in an {@link OutOfMemoryError}: what is
 * beyond it is refused, and comes back.
 *
 * @param requests requests that are answered at once
 * @param connections open connections, most of them idle
 */
public record Capacity(int requests, int connections) {

    /**
     * What a request under way takes at most, in bytes: the buffers of both sides, its objects, its thread's stack, and the free part of
     * its own head and of its backend's. What large heads take beyond that is in the {@link HeadBudget}.
     */
    private static final long REQUEST_BYTES = 144 * 1024;

    private static final long MOST = 20_000;

    /** What an idle connection takes, with room for what shares the heap with it. */
    enum Connection {
        PLAIN(32),
        /** With the buffers and keys of TLS. */
        ENCRYPTED(96),
        /** With what is remembered of streams that have ended, too: Tomcat keeps five times as many as may be open. */
        HTTP2(512);

        private final long bytes;

        Connection(long kilobytes) {
            bytes = kilobytes * 1024;
        }
    }

    /** Requests over HTTP/2 that are answered at once, as {@link Http2Load} counts them. */
    int streams() {
        return requests / 4;
    }

    /** Connections that may wait for the rest of a head: each holds the buffers of a request. */
    int partialHeads() {
        return Math.max(1, requests / 4);
    }

    /** What fits into a heap of so many bytes. */
    static Capacity ofHeap(long bytes, Connection connection) {
        return new Capacity(
                (int) Math.min(MOST, bytes / REQUEST_BYTES), (int) Math.min(MOST, bytes / connection.bytes));
    }
}
