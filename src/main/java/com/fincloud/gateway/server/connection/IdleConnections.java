package com.fincloud.gateway.server.connection;

import java.util.concurrent.locks.Lock;
import org.apache.coyote.http11.Http11Processor;
import org.apache.coyote.http11.upgrade.UpgradeProcessorInternal;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Finds connections without a request in flight. Tomcat holds a connection's lock while it serves a request. */
public final class IdleConnections {

    /** A connection that carries several requests at the same time, and knows whether one is in flight. */
    public interface Multiplexed {

        /** Whether no request is in flight. */
        boolean isIdle();
    }

    private IdleConnections() {}

    static boolean isIdle(SocketWrapperBase<NioChannel> socket) {
        Lock lock = socket.getLock();
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return !socket.isClosed() && isUnused(socket.getCurrentProcessor());
        } finally {
            lock.unlock();
        }
    }

    private static boolean isUnused(@Nullable Object processor) {
        if (processor instanceof UpgradeProcessorInternal upgraded) {
            return upgraded.getUpgradeToken().getHttpUpgradeHandler() instanceof Multiplexed connection
                    && connection.isIdle();
        }
        return processor == null || processor instanceof Http11Processor; // the latter waits for the rest of a head
    }

    /** The time of the last read or write, in milliseconds since 1970. */
    static long lastUse(SocketWrapperBase<NioChannel> socket) {
        return socket instanceof NioEndpoint.NioSocketWrapper nio ? Math.max(nio.getLastRead(), nio.getLastWrite()) : 0;
    }

    /** Closes a connection if it is still idle. For HTTP/2 a different thread sends GOAWAY first. */
    static boolean close(SocketWrapperBase<NioChannel> socket) {
        Lock lock = socket.getLock();
        if (!lock.tryLock()) {
            return false;
        }
        try {
            Object processor = socket.getCurrentProcessor();
            if (socket.isClosed() || !isUnused(processor)) {
                return false;
            }
            if (processor instanceof UpgradeProcessorInternal) {
                socket.processSocket(SocketEvent.TIMEOUT, true);
            } else {
                socket.close();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
