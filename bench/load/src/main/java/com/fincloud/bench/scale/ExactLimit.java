package com.fincloud.bench.scale;

import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.load.ClientConnection;
import com.fincloud.bench.load.Requests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** That some users, each at all instances at once and beyond the limit, get exactly what the limit says. */
final class ExactLimit {

    private static final int CONNECTIONS = 8;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int limit;
    private final List<String> tokens;
    private final Requests requests;
    private final AtomicLong next = new AtomicLong();
    private final AtomicIntegerArray admitted;
    private final int count;

    /**
     * A check for users who have not called before.
     *
     * @param limit requests that each may make in a minute
     * @param tokens one of each user
     */
    ExactLimit(int limit, List<String> tokens) {
        this.limit = limit;
        this.tokens = tokens;
        this.requests = Requests.get("/x", tokens);
        this.admitted = new AtomicIntegerArray(tokens.size());
        this.count = tokens.size() * limit * 6 / 5;
    }

    /**
     * Sends more than the limit for every user, the users in turn over connections to every instance, and returns how many that were.
     *
     * @throws IllegalStateException when a user got more or less, or anything but 200 and 429 was answered
     */
    int require(List<Gateway> instances) throws InterruptedException {
        long began = System.nanoTime();
        List<FutureTask<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            for (Gateway instance : instances) {
                FutureTask<Integer> client = new FutureTask<>(() -> ask(instance.port()));
                clients.add(client);
                new Thread(client, "client").start();
            }
        }
        for (FutureTask<Integer> client : clients) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        if (System.nanoTime() - began > MINUTE_NANOS) {
            throw new IllegalStateException("the machine was too slow: the first requests have left the window again");
        }
        for (int user = 0; user < tokens.size(); user++) {
            if (admitted.get(user) != limit) {
                throw new IllegalStateException(instances.size() + " instances admitted " + admitted.get(user)
                        + " requests of a user (expected: " + limit + ")");
            }
        }
        return count;
    }

    private int ask(int port) throws IOException {
        int asked = 0;
        try (ClientConnection connection = new ClientConnection(port)) {
            for (long index = next.getAndIncrement(); index < count; index = next.getAndIncrement(), asked++) {
                int status = connection.exchange(requests.bytes(index)).status();
                if (status == 200) {
                    admitted.incrementAndGet((int) (index % tokens.size()));
                } else if (status != 429) {
                    throw new IOException("status " + status);
                }
            }
        }
        return asked;
    }
}
