package com.fincloud.gateway.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A client that calls one request after the other over a connection that it keeps, and tries none of them again. */
final class SteadyClient implements Runnable {

    /** What a client asks for. */
    enum Kind {
        /** GET or POST, answered at once. */
        QUICK,
        /** POST that takes 1.5 s. */
        SLOW,
        /** A megabyte in five seconds. */
        DOWNLOAD
    }

    private final int number;
    private final int port;
    private final Kind kind;
    private final long pauseMillis;
    private final Random random;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<String> succeeded = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private volatile boolean going = true;

    SteadyClient(int number, int port, Kind kind, long pauseMillis) {
        this.number = number;
        this.port = port;
        this.kind = kind;
        this.pauseMillis = pauseMillis;
        this.random = new Random(number);
    }

    boolean isQuick() {
        return kind == Kind.QUICK;
    }

    void stop() {
        going = false;
    }

    /** What went wrong, one a request. */
    List<String> failures() {
        return failures;
    }

    /** Markers of the requests that were answered as they should be. */
    ConcurrentLinkedQueue<String> succeeded() {
        return succeeded;
    }

    /** What each request took, from its first byte to the answer's last. */
    ConcurrentLinkedQueue<Long> nanos() {
        return nanos;
    }

    @Override
    public void run() {
        while (going) {
            try (Http http = new Http(port)) {
                while (going && call(http)) {
                    TimeUnit.MILLISECONDS.sleep(pauseMillis);
                }
            } catch (IOException | RuntimeException e) {
                failures.add(System.currentTimeMillis() + " " + kind + ": " + e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Makes a call, and says whether the connection can be used for another. */
    private boolean call(Http http) throws IOException {
        String marker = number + "-" + Long.toHexString(random.nextLong());
        byte[] body = kind == Kind.SLOW || (kind == Kind.QUICK && random.nextBoolean())
                ? marker.repeat(1 + random.nextInt(200)).getBytes(StandardCharsets.US_ASCII)
                : null;
        String path = "/api/v1/budget/" + kind.name().toLowerCase(Locale.ROOT);
        long began = System.nanoTime();
        Http.Reply reply = http.exchange(
                body == null ? "GET" : "POST", path, body, "X-Marker: " + marker, Tokens.bearer(number, "user"));
        nanos.add(System.nanoTime() - began);
        byte[] expected = kind == Kind.DOWNLOAD ? new byte[TallyBackend.DOWNLOAD] : body == null ? new byte[0] : body;
        if (reply.status() == 200 && reply.complete() && Arrays.equals(reply.body(), expected)) {
            succeeded.add(marker);
        } else {
            failures.add(System.currentTimeMillis() + " " + kind + ": " + reply.status() + ", " + reply.body().length
                    + " bytes, complete: " + reply.complete());
        }
        return !"close".equalsIgnoreCase(reply.value("Connection"));
    }
}
