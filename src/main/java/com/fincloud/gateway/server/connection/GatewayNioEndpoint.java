package com.fincloud.gateway.server.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Tomcat's sockets, with a port that closes without losing a request. When Tomcat itself closes the port, it resets every connection that
 * the kernel has accepted and Tomcat has not. It also drops a connection that it accepts at that moment, with its request.
 */
public final class GatewayNioEndpoint extends NioEndpoint {

    private static final long CLOSE_TIMEOUT_SECONDS = 2;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final TlsBuffers tlsBuffers = new TlsBuffers();
    private volatile boolean closing;
    private ClientConnections clients = new ClientConnections(ConnectionLimits.NONE);

    /** Limits the connections. Must be called before the port opens. */
    public void limit(ConnectionLimits limits) {
        clients = new ClientConnections(limits);
        connections = clients;
        setMaxConnections(limits.tomcats());
    }

    /**
     * Closes the port: new connections are refused. Connections that the kernel has already accepted are still served. Returns when the
     * port is closed, after two seconds at most.
     */
    public void closePort() throws IOException, InterruptedException {
        if (!(getServerSocket() instanceof ServerSocketChannel port) || !port.isOpen()) {
            return;
        }
        closing = true;
        if (port.getLocalAddress() instanceof InetSocketAddress address) {
            // The acceptor waits for a connection. This connection wakes it, so that it sees that the port closes.
            try (Socket wakeUp = new Socket(address.getAddress(), address.getPort())) {
                wakeUp.setTcpNoDelay(true);
                closed.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** The next connection for the acceptor. */
    @Override
    protected SocketChannel serverSocketAccept() throws Exception {
        if (!closing || !(getServerSocket() instanceof ServerSocketChannel port)) {
            return nextOfClientWithRoom();
        }
        port.configureBlocking(false);
        SocketChannel next = port.isOpen() ? port.accept() : null;
        if (next == null) {
            port.close();
            closed.countDown();
            while (isRunning()) { // if this thread ended before Tomcat stops it, Tomcat would log an error
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            throw new ClosedChannelException();
        }
        return next;
    }

    private SocketChannel nextOfClientWithRoom() throws Exception {
        while (true) {
            SocketChannel next = super.serverSocketAccept();
            if (closing || isPaused() || !isRunning() || clients.admit(next)) {
                KeepAliveProbes.set(next);
                return next; // the connection with which Tomcat wakes this thread is always accepted
            }
            next.close();
        }
    }

    /** Opens a connection. A TLS connection gets a channel that has no buffers while it is idle. */
    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (!isSSLEnabled()) {
            return super.setSocketOptions(socket);
        }
        NioSocketWrapper connection = null;
        try {
            NioChannel channel = new TlsChannel(new TlsSocketBuffers(tlsBuffers), tlsBuffers, this);
            NioSocketWrapper opened = new NioSocketWrapper(channel, this);
            channel.reset(socket, opened);
            connections.put(socket, opened);
            connection = opened;
            socket.configureBlocking(false);
            getSocketProperties().setProperties(socket.socket());
            opened.setReadTimeout(getConnectionTimeout());
            opened.setWriteTimeout(getConnectionTimeout());
            opened.setKeepAliveLeft(getMaxKeepAliveRequests());
            getPoller().register(opened);
            return true;
        } catch (IOException | RuntimeException e) { // the client has closed the connection
            if (connection == null) {
                destroySocket(socket);
            }
            return false;
        }
    }

    /** Does nothing. Tomcat would wake the acceptor with a connection to the port, but the acceptor is awake and the port is closed. */
    @Override
    protected void unlockAccept() {
        if (!closing) {
            super.unlockAccept();
        }
    }
}
