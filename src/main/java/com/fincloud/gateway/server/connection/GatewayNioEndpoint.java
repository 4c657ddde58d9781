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
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Tomcat's sockets, with a port that closes and loses nobody. Tomcat's own way to close it resets every connection that the kernel has
 * taken and Tomcat has not, and drops, with its request, what it takes in that moment.
 */
public final class GatewayNioEndpoint extends NioEndpoint {

    private static final long PATIENCE_SECONDS = 2;

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;
    private ClientConnections clients = new ClientConnections(ConnectionLimits.NONE);

    /** Bounds the connections from now on, before the port is open. */
    public void limit(ConnectionLimits limits) {
        clients = new ClientConnections(limits);
        connections = clients;
        setMaxConnections(limits.tomcats());
    }

    /**
     * From now on a connection is refused; who is connected, or the kernel has taken by now, is still served. It returns when that is
     * so, after two seconds at most.
     */
    public void closePort() throws IOException, InterruptedException {
        if (!(getServerSocket() instanceof ServerSocketChannel port) || !port.isOpen()) {
            return;
        }
        closing = true;
        if (port.getLocalAddress() instanceof InetSocketAddress address) {
            // The acceptor waits for a connection: this one is for it to see that it is to be the last.
            try (Socket knock = new Socket(address.getAddress(), address.getPort())) {
                knock.setTcpNoDelay(true);
                closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** The acceptor's next connection. */
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
            while (isRunning()) { // an end of this thread before Tomcat's would be an error in its log
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
                return next; // the connection by which Tomcat wakes this thread is always taken
            }
            next.close();
        }
    }

    /** Tomcat wakes an acceptor by a connection to the port; this one is awake, and there is none. */
    @Override
    protected void unlockAccept() {
        if (!closing) {
            super.unlockAccept();
        }
    }
}
