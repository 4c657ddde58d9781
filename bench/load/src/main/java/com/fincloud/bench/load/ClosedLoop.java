package com.fincloud.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Load by threads of this process, one a connection. */
final class ClosedLoop implements Load {

    private final AtomicLong next = new AtomicLong();

    @Override
    public String name() {
        return "threads of the runner";
    }

    @Override
    public LoadResult run(int port, Requests requests, int connections, Duration time) throws InterruptedException {
        long began = System.nanoTime();
        long end = began + time.toNanos();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Client client = new Client(port, requests, end);
            clients.add(client);
            client.start();
        }
        long total = 0;
        long bytes = 0;
        long errors = 0;
        for (Client client : clients) {
            client.join();
            total += client.answered;
            bytes += client.bytes;
            errors += client.errors;
        }
        return new LoadResult(total, Duration.ofNanos(System.nanoTime() - began), bytes, errors);
    }

    private final class Client extends Thread {

        private final int port;
        private final Requests requests;
        private final long end;
        private long answered;
        private long bytes;
        private long errors;

        Client(int port, Requests requests, long end) {
            super("client");
            this.port = port;
            this.requests = requests;
            this.end = end;
        }

        @Override
        public void run() {
            try (ClientConnection connection = new ClientConnection(port)) {
                while (System.nanoTime() - end < 0) {
                    ClientConnection.Answer answer = connection.exchange(requests.bytes(next.getAndIncrement()));
                    answered++;
                    bytes += answer.bytes();
                    errors += answer.status() >= 400 ? 1 : 0;
                }
            } catch (IOException e) {
                errors++;
            }
        }
    }
}
