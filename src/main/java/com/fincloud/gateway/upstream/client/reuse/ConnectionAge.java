package com.fincloud.gateway.upstream.client.reuse;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The maximum age of a connection. Without it, traffic stays for ever with the address or the server behind a TCP load balancer that
 * accepted the first connections. Each connection gets up to a quarter less, so that connections of the same moment do not end together.
 *
 * @param maximum the maximum age
 * @param random returns a number from 0 to below 1
 */
public record ConnectionAge(Duration maximum, DoubleSupplier random) {

    private static final double JITTER = 0.25;

    /** A maximum age with random differences. */
    public ConnectionAge(Duration maximum) {
        this(maximum, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** The maximum age of one connection in nanoseconds. */
    public long nanos() {
        return (long) (maximum.toNanos() * (1 - JITTER * random.getAsDouble()));
    }
}
