package com.fincloud.gateway.websocket;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The thread that moves the bytes of all tunnels. It never waits for one peer, so an idle tunnel costs no thread and no buffer. The thread
 * starts with the first tunnel.
 */
final class Relay implements AutoCloseable {

    /** How often each tunnel is checked for its token and its deadlines. */
    private static final Duration TICK = Duration.ofMillis(250);

    private static final int BUFFER_BYTES = 8 * 1024;

    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Set<Tunnel> tunnels = new HashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private @Nullable Throwable failure;
    private Set<Tunnel> ready = new LinkedHashSet<>(); // each has one turn
    private long tickNanos = System.nanoTime();
    private @Nullable Selector selector;
    private volatile boolean closed;

    /** Begins to serve a tunnel. */
    void add(Tunnel tunnel) {
        run(() -> {
            try {
                tunnels.add(tunnel);
                tunnel.register(started());
                ready.add(tunnel); // bytes may have come with the handshake
            } catch (IOException e) {
                tunnel.fail();
            }
        });
    }

    /** Closes all tunnels, each with a close frame. */
    void closeAll(int code, String reason, Ending why) {
        run(() -> List.copyOf(tunnels).forEach(tunnel -> tunnel.close(code, reason, why, buffer)));
    }

    private void run(Runnable action) {
        work.add(action);
        started().wakeup();
    }

    private synchronized Selector started() {
        Selector known = selector;
        if (known == null) {
            try {
                known = Selector.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            selector = known;
            Selector own = known;
            BackgroundTasks.loop(BackgroundTask.WEBSOCKETS, () -> !closed, () -> step(own));
        }
        return known;
    }

    private void step(Selector own) {
        try {
            if (ready.isEmpty()) {
                own.select(TICK.toMillis());
            } else {
                own.selectNow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
        Set<Tunnel> again = ready;
        ready = new LinkedHashSet<>();
        again.forEach(this::move);
        Iterator<SelectionKey> keys = own.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            move((Tunnel) key.attachment());
        }
        long now = System.nanoTime();
        if (now - tickNanos >= TICK.toNanos()) {
            tickNanos = now;
            List.copyOf(tunnels).forEach(this::check);
            tunnels.removeIf(Tunnel::isOver);
        }
        rethrow();
    }

    /** A tunnel that fails ends alone: the others have their turn before the loop reports the failure. */
    private void rethrow() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void move(Tunnel tunnel) {
        try {
            if (tunnel.move(buffer)) {
                ready.add(tunnel);
            }
        } catch (RuntimeException | Error e) {
            tunnel.fail();
            failure = e;
        }
    }

    private void check(Tunnel tunnel) {
        try {
            tunnel.check(buffer);
        } catch (RuntimeException | Error e) {
            tunnel.fail();
            failure = e;
        }
    }

    /** Stops. Connections that are still open stay so until the process ends. */
    @Override
    public void close() {
        closed = true;
        Selector known = selector;
        if (known != null) {
            known.wakeup();
        }
    }
}
