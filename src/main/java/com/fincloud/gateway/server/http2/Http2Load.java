package com.fincloud.gateway.server.http2;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory that the requests of all HTTP/2 connections hold, counted in requests without a body. If a client does not read its response,
 * even an error response, the request keeps all its buffers, and one connection may have 100 such requests.
 */
final class Http2Load {

    /** A request with a body counts three times, because Tomcat keeps two buffers of the window's size for its body. */
    private static final int WITH_BODY = 3;

    private final AtomicInteger held = new AtomicInteger();
    private final int room;

    /**
     * Creates room for this many requests without a body. Half as many further requests are refused with a response; beyond them
     * connections are closed.
     */
    Http2Load(int room) {
        this.room = room;
    }

    void begin(boolean withBody) {
        held.addAndGet(withBody ? WITH_BODY : 1);
    }

    void end(boolean withBody) {
        held.addAndGet(withBody ? -WITH_BODY : -1);
    }

    /** Whether a new request must be refused. */
    boolean isFull() {
        return held.get() > room;
    }

    /** Whether there is no memory even for a refusal. */
    boolean isExhausted() {
        return held.get() > room + room / 2;
    }
}
