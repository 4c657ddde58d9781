package com.fincloud.gateway.ingress;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.RequestBody;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Detects clients that disconnect while their request waits for a backend, and aborts that upstream request. Also detects clients that send
 * their body too slowly, and ends the read that waits for them. A thread that waits for the backend cannot watch the client, so one thread
 * checks all requests twice a second.
 *
 * <p>A client that closes only its sending half still gets its response. A FIN does not tell such a client from a client that is gone, so
 * the upstream request goes on for a limited time while there is nothing to write. A write to a client that is gone fails.
 */
public final class ClientWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Set<Watched> calls = ConcurrentHashMap.newKeySet();
    private final BackgroundTasks watcher = new BackgroundTasks(BackgroundTask.CLIENT_WATCH);
    private final long halfCloseNanos;

    /** Creates a watch. {@code halfClose} is the longest time without a write to a client that has sent its FIN. */
    public ClientWatch(Duration halfClose) {
        this.halfCloseNanos = halfClose.toNanos();
        watcher.every(INTERVAL, INTERVAL, this::look);
    }

    /** Checks all requests. A check that fails concerns one client, so the remaining clients are still checked. */
    private void look() {
        for (Watched watched : calls) {
            try {
                watched.look();
            } catch (RuntimeException | Error e) {
                watcher.failed(e);
            }
        }
    }

    /** Watches the request's client until the response is sent. */
    Watched watch(RequestContext context, ClientConnection client) {
        Watched watched = new Watched(context, client);
        calls.add(watched);
        return watched;
    }

    @Override
    public void close() {
        watcher.close();
    }

    /** A request that is being watched. Its lock prevents a check from reading the socket while the request's own thread may read it. */
    final class Watched implements AutoCloseable {

        private final RequestContext context;
        private final ClientConnection client;
        private boolean open = true;
        private boolean answered;
        private boolean halfClosed;
        private long lastWrite;
        private long quietSince;

        private Watched(RequestContext context, ClientConnection client) {
            this.context = context;
            this.client = client;
        }

        private synchronized void look() {
            RequestBody body = context.request().body();
            if (open && body != null && body.isTooSlow()) {
                client.readTimeout(AT_ONCE); // the waiting read ends with its next byte or with its own time-out
            }
            boolean reading = answered || (body != null && !body.ended());
            if (open
                    && !reading
                    && context.timings().elapsedNanos() > INTERVAL.toNanos()
                    && isGone(System.nanoTime())) {
                open = false;
                context.clientLeft();
                context.upstreamCalls().endAll();
            }
        }

        private boolean isGone(long now) {
            ClientConnection.Presence presence = client.presence();
            if (presence != ClientConnection.Presence.HALF_CLOSED) {
                return presence == ClientConnection.Presence.GONE;
            }
            long written = client.lastWrite();
            if (!halfClosed || written != lastWrite) {
                halfClosed = true;
                lastWrite = written;
                quietSince = now;
            }
            return now - quietSince >= halfCloseNanos;
        }

        /** The response is sent. From now on the request's own thread reads the rest of the request. */
        synchronized void answered() {
            answered = true;
        }

        @Override
        public void close() {
            calls.remove(this);
            synchronized (this) {
                open = false;
            }
        }
    }
}
