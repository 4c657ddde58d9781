package com.fincloud.bench.load;

import com.fincloud.bench.box.Child;
import java.io.IOException;

/** Asks a process that starts, every 10 ms and on a new connection each time, until it gives a good answer. */
public final class FirstAnswer {

    private static final long PERIOD_MILLIS = 10;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final byte[] request;

    /** Asks with {@code request}. */
    public FirstAnswer(byte[] request) {
        this.request = request;
    }

    /** How many seconds after the process was started the first 200 came. */
    public double seconds(int port, Child process) throws InterruptedException {
        while (!isGood(port)) {
            process.requireAlive();
            if (System.nanoTime() - process.startedNanos() > PATIENCE_NANOS) {
                throw new IllegalStateException("no answer: see " + process.log());
            }
            Thread.sleep(PERIOD_MILLIS);
        }
        return (System.nanoTime() - process.startedNanos()) / 1e9;
    }

    private boolean isGood(int port) {
        try (ClientConnection connection = new ClientConnection(port)) {
            return connection.exchange(request).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
