package com.fincloud.gateway.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One user who calls without a pause, and knows of each request what may come back. */
final class ChaosClient implements Runnable {

    private static final Map<Integer, List<String>> FAILURES = Map.of(
            500, List.of(), // the backend's own words
            502, List.of("Invalid response from service "),
            503, List.of("Cannot connect to service ", "currently unavailable. Circuit breaker is OPEN."),
            504, List.of(" request timeout"));

    private final int user;
    private final Random random;
    private final Supplier<GatewayProcess> gateways;
    private final Supplier<Boolean> backendsAreWell;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile boolean going = true;
    private @Nullable GatewayProcess gateway;
    private @Nullable Http connection;

    /** A client of what {@code gateways} gives, who counts failures as wrong while {@code backendsAreWell}. */
    ChaosClient(int user, long seed, Supplier<GatewayProcess> gateways, Supplier<Boolean> backendsAreWell) {
        this.user = user;
        this.random = new Random(seed);
        this.gateways = gateways;
        this.backendsAreWell = backendsAreWell;
    }

    /** Requests by what became of them. */
    Map<String, Long> counts() {
        return counts;
    }

    /** Answers that must not have been. */
    List<String> wrong() {
        return wrong;
    }

    void stop() {
        going = false;
    }

    @Override
    public void run() {
        try {
            while (going) {
                call();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void call() {
        String marker = user + "-" + Long.toHexString(random.nextLong());
        boolean forged = random.nextInt(20) == 0;
        byte[] body = random.nextInt(3) == 0 ? new byte[random.nextInt(20_000)] : null;
        if (body != null) {
            Arrays.fill(body, (byte) ('a' + user % 26));
        }
        String path = random.nextBoolean() ? "/api/v1/budget/x" : "/api/v1/portfolio/x";
        String token = Tokens.access(user, "user");
        boolean well = backendsAreWell.get();
        try {
            Http.Reply reply = connection()
                    .exchange(
                            body == null ? "GET" : "POST",
                            path,
                            body,
                            "X-Marker: " + marker,
                            "Authorization: Bearer " + (forged ? token.substring(0, token.length() - 6) : token));
            judge(reply, marker, forged, body == null ? new byte[0] : body, well && backendsAreWell.get());
            if ("close".equals(reply.value("Connection"))) {
                disconnect();
            }
        } catch (IOException | RuntimeException e) {
            disconnect();
            if (well && backendsAreWell.get()) {
                wrong.add(marker + ": " + e);
            }
            count("broken off");
        }
    }

    private void judge(Http.Reply reply, String marker, boolean forged, byte[] body, boolean well) {
        int status = reply.status();
        count(Integer.toString(status));
        if (forged) {
            expect(status == 401, marker, reply);
            return;
        }
        byte[] expected = EchoBackend.expected(Integer.toString(user), marker, body);
        if (status == 200) {
            expect(!reply.complete() ? !well : Arrays.equals(reply.body(), expected), marker, reply);
            return;
        }
        List<String> sentences = FAILURES.get(status);
        boolean known = sentences != null
                && (sentences.isEmpty()
                        ? Arrays.equals(reply.body(), expected)
                        : sentences.stream().anyMatch(reply.text()::contains));
        expect(known && !well, marker, reply);
    }

    private void expect(boolean right, String marker, Http.Reply reply) {
        if (!right) {
            String text = new String(reply.body(), StandardCharsets.ISO_8859_1);
            wrong.add(marker + ": " + reply.head().lines().findFirst().orElse("") + " "
                    + text.substring(0, Math.min(120, text.length())));
        }
    }

    private void count(String outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    private Http connection() throws IOException {
        GatewayProcess now = gateways.get();
        Http open = connection;
        if (open == null || now != gateway) {
            disconnect();
            gateway = now;
            open = new Http(now.port());
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            // it is gone, as it should be
        }
        connection = null;
    }
}
