package com.fincloud.gateway.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Clients that call one request after the other over connections that they keep, until they are told to end. */
final class CallingClients {

    /**
     * A request that has ended.
     *
     * @param result the status, or the kind of the failure
     * @param endNanos when, by {@link System#nanoTime}
     */
    record Call(String marker, String result, long endNanos, Duration took) {
        boolean succeeded() {
            return result.equals("200");
        }
    }

    private final int port;
    private final String method;
    private final Duration pause;
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean going = true;

    CallingClients(int port, String method, int clients, Duration pause) {
        this.port = port;
        this.method = method;
        this.pause = pause;
        for (int i = 1; i <= clients; i++) {
            int number = i;
            Thread thread = new Thread(() -> run(number), "client-" + number);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(int number) {
        String token = Tokens.bearer(number, "user");
        int count = 0;
        while (going) {
            try (Http http = new Http(port)) {
                while (going && call(http, number + "-" + count++, token)) {
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                }
            } catch (IOException e) {
                calls.add(new Call("", "no connection", System.nanoTime(), Duration.ZERO));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Makes a call, and says whether the connection can be used for another. */
    private boolean call(Http http, String marker, String token) {
        byte[] body = method.equals("POST") ? marker.getBytes(StandardCharsets.US_ASCII) : null;
        long began = System.nanoTime();
        String result;
        boolean again = false;
        try {
            Http.Reply reply = http.exchange(method, "/api/v1/budget/x", body, "X-Marker: " + marker, token);
            result = reply.complete() ? Integer.toString(reply.status()) : "broken off";
            again = reply.complete() && !"close".equalsIgnoreCase(reply.value("Connection"));
        } catch (IOException | RuntimeException e) {
            result = e.getClass().getSimpleName();
        }
        long end = System.nanoTime();
        calls.add(new Call(marker, result, end, Duration.ofNanos(end - began)));
        return again;
    }

    /** How many have ended. */
    int count() {
        return calls.size();
    }

    /** All that have ended. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many have ended in each way. */
    Map<String, Integer> results() {
        Map<String, Integer> counts = new TreeMap<>();
        calls.forEach(call -> counts.merge(call.result(), 1, Integer::sum));
        return counts;
    }

    /** Lets each client end the request that it has begun. */
    void end() throws InterruptedException {
        going = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
