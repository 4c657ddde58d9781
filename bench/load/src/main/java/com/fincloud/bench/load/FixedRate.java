package com.fincloud.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An open loop: requests at fixed moments, whether or not the ones before are answered. A latency counts from the moment at which its
 * request was due, so that a server which stalls is charged with what it kept waiting.
 */
public final class FixedRate {

    private final long periodNanos;
    private final int connections;

    /** So many requests a second over so many connections. */
    public FixedRate(int rate, int connections) {
        this.periodNanos = Duration.ofSeconds(1).toNanos() / rate;
        this.connections = connections;
    }

    /** Runs for {@code time} against a port of this machine. */
    public Latencies run(int port, Requests requests, Duration time) throws InterruptedException {
        int count = (int) (time.toNanos() / periodNanos);
        Run run = new Run(port, requests, new long[count]);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(run, "fixed-rate");
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Latencies(run.latencies, run.errors.get());
    }

    private final class Run implements Runnable {

        private final int port;
        private final Requests requests;
        private final long[] latencies;
        private final AtomicLong next = new AtomicLong();
        private final AtomicLong errors = new AtomicLong();
        private final long began =
                System.nanoTime() + Duration.ofMillis(100).toNanos(); // all connections are open by then

        Run(int port, Requests requests, long[] latencies) {
            this.port = port;
            this.requests = requests;
            this.latencies = latencies;
        }

        @Override
        public void run() {
            try (ClientConnection connection = new ClientConnection(port)) {
                for (long index = next.getAndIncrement(); index < latencies.length; index = next.getAndIncrement()) {
                    byte[] request = requests.bytes(index);
                    long due = began + index * periodNanos;
                    for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                        LockSupport.parkNanos(early);
                    }
                    int status = connection.exchange(request).status();
                    latencies[(int) index] = System.nanoTime() - due;
                    if (status != 200) {
                        errors.incrementAndGet();
                    }
                }
            } catch (IOException e) {
                errors.incrementAndGet();
            }
        }
    }
}
