package com.fincloud.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Some clients that each download one answer after the other, and look at nothing but its length. */
public final class Downloads {

    private final int clients;
    private final int each;
    private final long expectedBytes;

    /**
     * Downloads.
     *
     * @param clients how many at a time
     * @param each how many each client makes
     * @param expectedBytes the length of each
     */
    public Downloads(int clients, int each, long expectedBytes) {
        this.clients = clients;
        this.each = each;
        this.expectedBytes = expectedBytes;
    }

    /** Runs against a port of this machine. */
    public LoadResult run(int port, Requests requests) throws InterruptedException {
        AtomicLong errors = new AtomicLong();
        long began = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            byte[] request = requests.bytes(i);
            Thread thread = new Thread(() -> errors.addAndGet(failures(port, request)), "download");
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long count = (long) clients * each;
        return new LoadResult(count, Duration.ofNanos(System.nanoTime() - began), count * expectedBytes, errors.get());
    }

    private int failures(int port, byte[] request) {
        int failures = 0;
        try (ClientConnection connection = new ClientConnection(port)) {
            for (int i = 0; i < each; i++) {
                ClientConnection.Answer answer = connection.exchange(request);
                failures += answer.status() == 200 && answer.bytes() == expectedBytes ? 0 : 1;
            }
        } catch (IOException e) {
            return each;
        }
        return failures;
    }
}
