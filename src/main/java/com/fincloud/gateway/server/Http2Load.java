package com.fincloud.gateway.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the requests of all HTTP/2 connections hold together, counted in requests without a body. A client that takes no answer, be it a
 * refusal, lets its request hold all its buffers, and one connection has a hundred of them.
 */
final class Http2Load {

    /** Tomcat keeps two buffers of the window's size for a body that comes. */
    private static final int WITH_BODY = 3;

    private final AtomicInteger held = new AtomicInteger();
    private final int room;

    /** Room for so many requests without a body; half as many can be refused beyond it, and then connections end. */
    Http2Load(int room) {
        this.room = room;
    }

    void begin(boolean withBody) {
        held.addAndGet(withBody ? WITH_BODY : 1);
    }

    void end(boolean withBody) {
        held.addAndGet(withBody ? -WITH_BODY : -1);
    }

    /** Whether a request that has begun is to be refused. */
    boolean isFull() {
        return held.get() > room;
    }

    /** Whether there is no room even for a refusal. */
    boolean isExhausted() {
        return held.get() > room + room / 2;
    }
}
