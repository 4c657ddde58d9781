package com.fincloud.gateway.server;

import com.fincloud.gateway.server.connection.TlsSocketBuffers;
import com.fincloud.gateway.websocket.Opening;
import com.fincloud.gateway.websocket.TunnelEnd;
import jakarta.servlet.http.WebConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection after an upgrade. Tomcat keeps its buffers and its TLS session, and counts it as open. From then on the relay alone
 * reads and writes.
 */
final class UpgradedConnection implements InternalHttpUpgradeHandler, TunnelEnd {

    private final Opening opening;
    private @Nullable SocketWrapperBase<?> wrapper;
    private @Nullable NioChannel channel;
    private @Nullable SocketChannel socket;
    private boolean secure;

    UpgradedConnection(Opening opening) {
        this.opening = opening;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> connection) {
        wrapper = connection;
        if (connection.getSocket() instanceof NioChannel nio) {
            channel = nio;
            socket = nio.getIOChannel();
            secure = nio instanceof SecureNioChannel;
        }
    }

    /** Tomcat has ended the request, and no longer uses the connection. */
    @Override
    public void init(WebConnection connection) {
        opening.open(this);
    }

    /** Tells Tomcat that it must neither read nor write. */
    @Override
    public boolean hasAsyncIO() {
        return true;
    }

    /** Tomcat has an event only when it closes the connection. */
    @Override
    public SocketState upgradeDispatch(SocketEvent status) {
        return SocketState.CLOSED;
    }

    @Override
    public void timeoutAsync(long now) {
        // the relay has its own time-outs
    }

    @Override
    public void setSslSupport(SSLSupport support) {
        // not needed: the relay knows no certificates
    }

    @Override
    public void pause() {
        // the drain closes WebSockets with a close frame
    }

    @Override
    public void destroy() {
        // the relay closes the connection
    }

    private NioChannel channel() throws ClosedChannelException {
        NioChannel open = channel;
        if (open == null || wrapper == null || wrapper.isClosed()) {
            throw new ClosedChannelException();
        }
        return open;
    }

    @Override
    public SelectableChannel readable() {
        if (socket == null) {
            throw new IllegalStateException("not a connection of Tomcat's NIO endpoint");
        }
        return socket;
    }

    @Override
    public SelectableChannel writable() {
        return readable();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        NioChannel open = channel();
        SocketWrapperBase<?> connection = wrapper;
        try {
            // Tomcat's buffer may hold bytes that came with the request. With TLS it is always needed: a record must
            // fit into the target of a read.
            boolean buffered = connection != null
                    && (secure || !connection.getSocketBufferHandler().isReadBufferEmpty());
            int bytes = buffered && connection != null ? connection.read(false, target) : open.read(target);
            TlsSocketBuffers.releaseInput(connection);
            return bytes;
        } catch (EOFException e) {
            return -1;
        }
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        NioChannel open = channel();
        int written = 1;
        while (source.hasRemaining() && written > 0) { // with TLS one write takes one record
            written = open.write(source);
        }
    }

    @Override
    public boolean flush() throws IOException {
        NioChannel open = channel();
        return open.getOutboundRemaining() == 0 || open.flushOutbound();
    }

    @Override
    public void finish() throws IOException {
        NioChannel open = channel();
        if (secure) {
            open.close(); // sends close_notify, and leaves the socket open
        } else if (socket != null) {
            socket.shutdownOutput();
        }
    }

    /** Closes the connection. Tomcat holds the lock until it has ended the request, and would keep a connection that is closed before. */
    @Override
    public void close() {
        SocketWrapperBase<?> connection = wrapper;
        if (connection != null) {
            connection.getLock().lock();
            try {
                connection.close();
            } finally {
                connection.getLock().unlock();
            }
        }
    }

    @Override
    public void reset() {
        try {
            if (socket != null && socket.isOpen()) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                if (secure) {
                    socket.close(); // before TLS can send its close_notify
                }
            }
        } catch (IOException e) {
            // closed already
        }
        close();
    }
}
