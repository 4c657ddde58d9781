package com.fincloud.gateway.upstream.client.http2;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The protocol that an instance has chosen when HTTP/2 was offered to it, or that it requires. */
final class ChosenProtocol {

    /** How long no request is sent over HTTP/2 after the backend has required HTTP/1.1. */
    static final long REQUIRED_NANOS = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanoClock;
    private volatile @Nullable String chosen; // null before the first connection
    private volatile long requiredUntil; // 0 if HTTP/1.1 was not required

    /** Creates it; {@code nanoClock} is never set, like {@link System#nanoTime}. */
    ChosenProtocol(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** A connection has been opened. */
    void chosen(boolean http1) {
        chosen = http1 ? "HTTP/1.1" : "HTTP/2";
    }

    /** Whether the last connection speaks HTTP/1.1. */
    boolean isHttp1() {
        return "HTTP/1.1".equals(chosen);
    }

    /** The backend has answered that it requires HTTP/1.1. */
    void requireHttp1() {
        requiredUntil = nanoClock.getAsLong() + REQUIRED_NANOS | 1;
    }

    /**
     * Whether the backend has required HTTP/1.1. That is forgotten with the first request after ten minutes that can be sent again if the
     * backend still requires it.
     */
    boolean requiresHttp1(boolean canBeSentAgain) {
        long until = requiredUntil;
        if (until != 0 && canBeSentAgain && nanoClock.getAsLong() - until >= 0) {
            requiredUntil = 0;
            return false;
        }
        return until != 0;
    }

    /** The protocol's name and version; null before the first connection. */
    @Nullable
    String name() {
        return requiresHttp1(false) ? "HTTP/1.1" : chosen;
    }
}
