package com.fincloud.gateway.server.connection;

import com.fincloud.gateway.settings.Address;
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
 * The open connections of the client port, as Tomcat keeps them, and how many each client has. A client with as many as it may have, and
 * a port that is full, lose the connections that have been idle for longest. A client whose connections are all in use gets no further
 * one.
 */
final class ClientConnections extends ConcurrentHashMap<SocketChannel, SocketWrapperBase<NioChannel>> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);
    private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A look at all connections that found none idle is not repeated sooner. */
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

    /** Whether a connection that the acceptor has is taken; it may cost idle ones. For one thread. */
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
            makeRoom(null, all, limits.all()); // where none is idle Tomcat's own limit has some room left
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
            return null; // it has gone, as Tomcat will find
        }
    }

    /** Closes the longest idle connections of a client, or of all: a few at once, for finding them takes a look at every one. */
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
        clients.compute(clientOf(socket), (client, known) -> { // the wrapper remembers its address from now on
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
