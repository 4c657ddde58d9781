package com.fincloud.gateway.contract;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Users who call steadily, each more often than the limit allows, and who note what they got. */
final class LimitedUsers implements AutoCloseable {

    /** When an admitted request was sent and answered, by {@link System#nanoTime}. */
    private record Admitted(long sent, long answered) {}

    private static final long MINUTE = TimeUnit.SECONDS.toNanos(60);

    private final List<List<Admitted>> admitted = new ArrayList<>();
    private final Map<String, Long> counts = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final IntSupplier port;
    private final Duration pause;
    private volatile boolean going = true;
    private volatile boolean connectsEachTime;

    /**
     * Begins to call.
     *
     * @param port where a user's next request goes
     * @param pause between an answer and the user's next request
     */
    LimitedUsers(IntSupplier port, int users, Duration pause) {
        this.port = port;
        this.pause = pause;
        for (long user = 1; user <= users; user++) {
            long id = user;
            List<Admitted> own = new ArrayList<>();
            admitted.add(own);
            Thread thread = new Thread(() -> call(id, own), "user-" + id);
            threads.add(thread);
            thread.start();
        }
    }

    private void call(long user, List<Admitted> own) {
        String token = Tokens.bearer(user, "user");
        while (going) {
            try (Http http = new Http(port.getAsInt())) {
                do {
                    one(own, http, token);
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                } while (going && !connectsEachTime);
            } catch (IOException | RuntimeException e) {
                counts.merge(e.toString(), 1L, Long::sum);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void one(List<Admitted> own, Http http, String token) throws IOException {
        long sent = System.nanoTime();
        Http.Reply reply = http.exchange("GET", "/api/v1/budget/x", null, token);
        long answered = System.nanoTime();
        nanos.add(answered - sent);
        if (reply.status() == 200) {
            synchronized (own) {
                own.add(new Admitted(sent, answered));
            }
        }
        counts.merge(Integer.toString(reply.status()), 1L, Long::sum);
    }

    /** From now on each request goes over a connection of its own, to where the next one should go. */
    void newConnectionEachTime() {
        connectsEachTime = true;
    }

    /** Requests by their status, or by what broke them off. */
    Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    long requests() {
        return nanos.size();
    }

    /** The least and the most that a user was admitted. */
    int fewest() {
        return admitted.stream().mapToInt(LimitedUsers::size).min().orElse(0);
    }

    int most() {
        return admitted.stream().mapToInt(LimitedUsers::size).max().orElse(0);
    }

    private static int size(List<Admitted> all) {
        synchronized (all) {
            return all.size();
        }
    }

    /**
     * The most that a user was admitted in any 60 s, as far as who sees only when requests were sent and answered can be sure of it. A
     * user makes one request after the other.
     */
    int mostInAMinute() {
        return admitted.stream().mapToInt(LimitedUsers::mostInAMinute).max().orElse(0);
    }

    private static int mostInAMinute(List<Admitted> all) {
        int most = 0;
        for (int first = 0, last = 0; last < all.size(); last++) {
            while (all.get(last).answered() - all.get(first).sent() >= MINUTE) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** What share of the requests took no longer, and the longest of all for {@code 1}. */
    Duration percentile(double share) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return Duration.ofNanos(sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share)));
    }

    @Override
    public void close() {
        stop();
    }

    /** Has the users stop, and waits for their last answers. */
    void stop() {
        going = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
