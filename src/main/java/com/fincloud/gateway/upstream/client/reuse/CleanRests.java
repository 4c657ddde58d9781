package com.fincloud.gateway.upstream.client.reuse;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether an instance sends nothing after responses that must not have a body. Connections rest after such responses, and each rest is
 * evidence. While the evidence is good, only a sample of the connections rests, so that an instance with many such responses does not lose
 * its persistent connections.
 */
public final class CleanRests {

    /** The number of clean rests in a row after which an instance is trusted. */
    static final int ENOUGH = 16;

    /** The number of clean rests that make up for one wrong body. */
    static final int PENALTY = 10_000;

    private final AtomicInteger clean = new AtomicInteger();

    /** Nothing arrived while a connection rested. */
    public void clean() {
        if (clean.get() < ENOUGH) {
            clean.incrementAndGet();
        }
    }

    /** A wrong body arrived while a connection rested. */
    public void dirty() {
        clean.set(ENOUGH - PENALTY);
    }

    public boolean isTrusted() {
        return clean.get() >= ENOUGH;
    }
}
