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
 * Notices clients that went away while their call waits for a backend, and ends that backend call; and clients whose body drips, and
 * ends their waiting. A thread that waits for one end cannot see to the other, so one thread looks at all of them twice a second.
 *
 * <p>An end of the client's stream counts as leaving, as in most proxies: the few clients that only close their sending half are
 * served when the answer takes less than half a second.
 */
public final class ClientWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Set<Watched> calls = ConcurrentHashMap.newKeySet();
    private final BackgroundTasks watcher = new BackgroundTasks(BackgroundTask.CLIENT_WATCH);

    public ClientWatch() {
        watcher.every(INTERVAL, INTERVAL, this::look);
    }

    /** A look that fails concerns one client, and the others are looked at as well. */
    private void look() {
        for (Watched watched : calls) {
            try {
                watched.look();
            } catch (RuntimeException | Error e) {
                watcher.failed(e);
            }
        }
    }

    /** Watches a call's client until the answer is out. */
    Watched watch(RequestContext context, ClientConnection client) {
        Watched watched = new Watched(context, client);
        calls.add(watched);
        return watched;
    }

    @Override
    public void close() {
        watcher.close();
    }

    /** One call under watch. Its lock keeps a look from reading the socket when the request's thread may read it again. */
    final class Watched implements AutoCloseable {

        private final RequestContext context;
        private final ClientConnection client;
        private boolean open = true;
        private boolean answered;

        private Watched(RequestContext context, ClientConnection client) {
            this.context = context;
            this.client = client;
        }

        private synchronized void look() {
            RequestBody body = context.request().body();
            if (open && body != null && body.isTooSlow()) {
                client.patience(AT_ONCE); // the read that waits ends with its next byte, or by its own time-out
            }
            boolean reading = answered || (body != null && !body.ended());
            if (open && !reading && context.timings().elapsedNanos() > INTERVAL.toNanos() && client.hasLeft()) {
                open = false;
                context.clientLeft();
                context.upstreamCalls().endAll();
            }
        }

        /** The answer is out; what is left of the request is read by its own thread. */
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
