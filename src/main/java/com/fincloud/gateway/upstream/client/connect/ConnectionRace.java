package com.fincloud.gateway.upstream.client.connect;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first of several addresses that accepts (RFC 8305 section 5). The next address is tried when the last one has failed, or
 * has not accepted for 250 ms. When no address is left, the name is looked up again, because its addresses may have changed.
 */
final class ConnectionRace implements AutoCloseable {

    private static final long DELAY_NANOS = Duration.ofMillis(250).toNanos();

    private final Selector selector;
    private final Deque<InetSocketAddress> waiting;
    private final Supplier<CompletableFuture<Deque<InetSocketAddress>>> lookUpAgain;
    private final AddressOrder order;
    private final Set<InetSocketAddress> seen = new HashSet<>();
    private final List<SocketChannel> running = new ArrayList<>();
    private @Nullable CompletableFuture<Deque<InetSocketAddress>> again;
    private IOException failure = new ConnectException("no address");
    private long nextNanos;

    /**
     * Creates a race that has not begun.
     *
     * @param addresses the addresses in the order in which they are tried
     * @param lookUpAgain looks the name up again
     * @param opening closes the race when the request is aborted
     */
    ConnectionRace(
            Deque<InetSocketAddress> addresses,
            Supplier<CompletableFuture<Deque<InetSocketAddress>>> lookUpAgain,
            AddressOrder order,
            Opening opening)
            throws IOException {
        this.waiting = addresses;
        this.lookUpAgain = lookUpAgain;
        this.order = order;
        this.selector = Selector.open();
        try {
            opening.waitsFor(selector);
        } catch (IOException | RuntimeException | Error e) {
            selector.close();
            throw e;
        }
    }

    /**
     * Waits for the first address that accepts.
     *
     * @throws java.nio.channels.ClosedSelectorException if the request has been aborted
     * @throws ConnectTimeoutException if no address has accepted in time
     * @throws IOException if all addresses refuse
     */
    SocketChannel connect(Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        nextNanos = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (isTimeForNext(now) && !waiting.isEmpty()) {
                nextNanos = now + DELAY_NANOS;
                SocketChannel connected = start(waiting.remove());
                if (connected != null) {
                    return winner(connected);
                }
                continue;
            }
            takeNewAddresses(now);
            if (!waiting.isEmpty() && isTimeForNext(now)) {
                continue;
            }
            if (running.isEmpty() && again != null && again.isDone()) {
                throw failure;
            }
            if (now - end >= 0) {
                throw new ConnectTimeoutException("no address has accepted a connection in time");
            }
            SocketChannel connected = await(Math.min(end, nextNanos - now > 0 ? nextNanos : end) - now);
            if (connected != null) {
                return winner(connected);
            }
        }
    }

    private boolean isTimeForNext(long now) {
        return running.isEmpty() || now - nextNanos >= 0;
    }

    /** When no known address is left, looks the name up again, and adds the addresses that have not been tried. */
    private void takeNewAddresses(long now) {
        if (!waiting.isEmpty() || !isTimeForNext(now)) {
            return;
        }
        if (again == null) {
            again = lookUpAgain.get();
            CompletableFuture<?> unused = again.whenComplete((found, failed) -> selector.wakeup());
        }
        if (again.isDone() && !again.isCompletedExceptionally()) {
            again.join().stream().filter(address -> !seen.contains(address)).forEach(waiting::add);
        }
    }

    private @Nullable SocketChannel start(InetSocketAddress address) throws IOException {
        seen.add(address);
        SocketChannel channel = TcpOptions.open();
        running.add(channel);
        try {
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                order.worked(address);
                return channel;
            }
            channel.register(selector, SelectionKey.OP_CONNECT, address);
        } catch (IOException e) {
            failed(channel, address, e);
        }
        return null;
    }

    private @Nullable SocketChannel await(long nanos) throws IOException {
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        for (SelectionKey key : selector.selectedKeys()) {
            SocketChannel channel = (SocketChannel) key.channel();
            InetSocketAddress address = (InetSocketAddress) key.attachment();
            try {
                if (channel.finishConnect()) {
                    order.worked(address);
                    return channel;
                }
            } catch (IOException e) {
                failed(channel, address, e);
            }
        }
        selector.selectedKeys().clear();
        return null;
    }

    private void failed(SocketChannel channel, InetSocketAddress address, IOException e) throws IOException {
        failure = e;
        order.failed(address);
        running.remove(channel);
        channel.close();
    }

    /** The connected channel in blocking mode. The addresses that were tried before it come last from now on. */
    private SocketChannel winner(SocketChannel channel) throws IOException {
        int place = running.indexOf(channel);
        for (SocketChannel late : running.subList(0, place)) {
            SelectionKey key = late.keyFor(selector);
            if (key != null && key.attachment() instanceof InetSocketAddress address) {
                order.failed(address);
            }
        }
        running.remove(channel);
        SelectionKey key = channel.keyFor(selector);
        if (key != null) {
            key.cancel();
            selector.selectNow(); // the channel must not be registered in blocking mode
        }
        channel.configureBlocking(true);
        return channel;
    }

    /** Closes all connections but the one that was returned. */
    @Override
    public void close() throws IOException {
        for (SocketChannel channel : running) {
            channel.close();
        }
        selector.close();
    }
}
