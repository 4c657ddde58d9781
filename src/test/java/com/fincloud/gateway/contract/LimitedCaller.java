package com.fincloud.gateway.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A caller who asks several gateways at the same time for more than its limits allow, over a connection of its own to each, and who notes
 * when each admitted request was sent and answered.
 */
final class LimitedCaller {

    /** When an admitted request was sent and answered, by {@link System#nanoTime}. */
    private record Admitted(long sent, long answered) {}

    private static final long MINUTE = TimeUnit.SECONDS.toNanos(60);
    private static final int REFUSED = 429;

    private final String name;
    private final Supplier<String> header;
    private final String path;
    private final int cost;
    private final List<Admitted> admitted = new ArrayList<>();
    private final Map<Integer, Long> counts = new ConcurrentSkipListMap<>();
    private final List<String> broken = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private long pauseMillis = 60;
    private volatile boolean going = true;

    /**
     * Creates a caller.
     *
     * @param header the field that says who calls, for each request anew
     * @param cost the number of requests as which one to {@code path} counts
     */
    LimitedCaller(String name, String path, int cost, Supplier<String> header) {
        this.name = name;
        this.path = path;
        this.cost = cost;
        this.header = header;
    }

    String name() {
        return name;
    }

    /** Makes each request as soon as the one before is answered. */
    LimitedCaller withoutPause() {
        pauseMillis = 0;
        return this;
    }

    /** Begins to call the gateways on these ports. */
    LimitedCaller start(int... ports) {
        for (int port : ports) {
            Thread thread = new Thread(() -> call(port), name + "-" + port);
            threads.add(thread);
            thread.start();
        }
        return this;
    }

    private void call(int port) {
        try (Http http = new Http(port)) {
            while (going) {
                long sent = System.nanoTime();
                int status = http.exchange("GET", path, null, header.get()).status();
                note(status, new Admitted(sent, System.nanoTime()));
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        } catch (IOException e) {
            synchronized (this) {
                broken.add(e.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void note(int status, Admitted request) {
        counts.merge(status, 1L, Long::sum);
        if (status != REFUSED) {
            admitted.add(request);
        }
    }

    /** Has the caller stop, and waits for its last answers. */
    void stop() throws InterruptedException {
        going = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Requests by the status of their answer. */
    Map<Integer, Long> counts() {
        return counts;
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    synchronized long requests() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What was admitted in all, as the number of requests that it counts as. */
    synchronized int admitted() {
        return admitted.size() * cost;
    }

    /** What was admitted and answered in the minute after the first request was sent. */
    synchronized int inFirstMinute() {
        long first = admitted.stream().mapToLong(Admitted::sent).min().orElse(0);
        return cost * inMinuteAfter(first);
    }

    /** The most that was surely admitted in any 60 s: sent and answered within them. */
    synchronized int mostInAMinute() {
        return cost
                * admitted.stream()
                        .mapToInt(one -> inMinuteAfter(one.sent()))
                        .max()
                        .orElse(0);
    }

    private int inMinuteAfter(long moment) {
        return (int) admitted.stream()
                .filter(one -> one.sent() >= moment && one.answered() - moment < MINUTE)
                .count();
    }
}
