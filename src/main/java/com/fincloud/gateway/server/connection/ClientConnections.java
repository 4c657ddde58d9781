package com.fincloud.gateway.server.connection;

import com.fincloud.gateway.settings.value.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's map of the open connections of the client port, with the number of connections of each client. When a client or the port reaches
 * its limit, the connections that have been idle longest are closed. A client whose connections are all in use gets no further connection.
 */
final class ClientConnections extends ConcurrentHashMap<SocketChannel, SocketWrapperBase<NioChannel>> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);
    private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** If a search found no idle connection, the next search is at least this much later. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final class Held {
        private final AtomicInteger connections = new AtomicInteger();
        private long fruitlessAt;
        private boolean fruitless;

        private boolean wasFruitless(long now) {
            return fruitless && now - fruitlessAt < RETRY_NANOS;
        }
    }

    private final transient ConnectionLimits limits;
    private final transient ConcurrentHashMap<String, Held> clients = new ConcurrentHashMap<>();
    private final transient Set<SocketWrapperBase<NioChannel>> leaving = ConcurrentHashMap.newKeySet();
    private final transient Held all = new Held();
    private transient long reportedAt = System.nanoTime() - REPORT_NANOS;

    ClientConnections(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Whether an accepted connection is kept. Idle connections may be closed for it. Only the acceptor thread may call this. */
    boolean admit(SocketChannel accepted) {
        Address address = address(accepted);
        if (address != null && !limits.trusted().test(address)) {
            String client = address.client(limits.ipv6Prefix());
            Held held = clients.get(client);
            if (held != null
                    && held.connections.get() >= limits.perClient()
                    && !makeRoom(client, held, limits.perClient())) {
                report(client);
                return false;
            }
        }
        if (size() - leaving.size() >= limits.all()) {
            makeRoom(null, all, limits.all()); // if none is idle, Tomcat's own limit still has some room
        }
        return true;
    }

    private static @Nullable Address address(SocketChannel accepted) {
        try {
            SocketAddress remote = accepted.getRemoteAddress();
            return remote instanceof InetSocketAddress internet
                    ? Address.ofNode(internet.getAddress().getHostAddress())
                    : null;
        } catch (IOException e) {
            return null; // it is closed, as Tomcat will find out
        }
    }

    /**
     * Closes the connections of a client, or of all clients, that have been idle longest. It closes several at once, because the search
     * visits every connection.
     */
    private boolean makeRoom(@Nullable String client, Held of, int most) {
        long now = System.nanoTime();
        if (of.wasFruitless(now)) {
            return false;
        }
        Predicate<SocketWrapperBase<NioChannel>> wanted = socket -> client == null || client.equals(clientOf(socket));
        List<SocketWrapperBase<NioChannel>> idle = values().stream()
                .filter(socket -> !leaving.contains(socket) && wanted.test(socket) && IdleConnections.isIdle(socket))
                .sorted(Comparator.comparingLong(IdleConnections::lastUse))
                .limit(1 + most / 32)
                .toList();
        boolean closed = false;
        for (SocketWrapperBase<NioChannel> socket : idle) {
            String owner = clientOf(socket);
            if (leaving.add(socket)) {
                if (IdleConnections.close(socket)) {
                    closed = true;
                    release(owner);
                } else {
                    leaving.remove(socket);
                }
            }
        }
        of.fruitless = !closed;
        of.fruitlessAt = now;
        return closed;
    }

    private String clientOf(SocketWrapperBase<NioChannel> socket) {
        String peer = String.valueOf(socket.getRemoteAddr());
        Address address = peer.indexOf(':') < 0 ? null : Address.ofNode(peer);
        return address == null ? peer : address.client(limits.ipv6Prefix());
    }

    @Override
    public @Nullable SocketWrapperBase<NioChannel> put(SocketChannel channel, SocketWrapperBase<NioChannel> socket) {
        clients.compute(clientOf(socket), (client, known) -> { // from now on the wrapper has cached its address
            Held held = known == null ? new Held() : known;
            held.connections.incrementAndGet();
            return held;
        });
        return super.put(channel, socket);
    }

    @Override
    public @Nullable SocketWrapperBase<NioChannel> remove(Object channel) {
        SocketWrapperBase<NioChannel> socket = super.remove(channel);
        if (socket != null && !leaving.remove(socket)) {
            release(clientOf(socket));
        }
        return socket;
    }

    private void release(String client) {
        clients.computeIfPresent(client, (name, held) -> held.connections.decrementAndGet() > 0 ? held : null);
    }

    private void report(String client) {
        long now = System.nanoTime();
        if (now - reportedAt >= REPORT_NANOS) {
            reportedAt = now;
            LOG.atWarn()
                    .addKeyValue("client_ip", client)
                    .addKeyValue("limit", limits.perClient())
                    .log("Connection refused");
        }
    }
}
