package com.fincloud.gateway.server.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Connections of which a head has come in part. Each holds all buffers of a request, while nothing of it is under way yet: no more than
 * a part of what may be under way is let wait, and one beyond is closed.
 */
public final class PartialHeads {

    private final Set<SocketWrapperBase<?>> connections = ConcurrentHashMap.newKeySet();
    private volatile int most = Integer.MAX_VALUE;

    /** Lets so many wait. */
    public void most(int count) {
        most = count;
    }

    /** Whether a connection may wait for the rest of its head. */
    public boolean mayWait(SocketWrapperBase<?> connection) {
        if (connections.size() >= most && !connections.contains(connection)) {
            connections.removeIf(SocketWrapperBase::isClosed); // Tomcat has ended them by itself
            if (connections.size() >= most) {
                return false;
            }
        }
        connections.add(connection);
        return true;
    }

    /** A connection waits no more: its head is whole, or it is closed. */
    public void end(SocketWrapperBase<?> connection) {
        connections.remove(connection);
    }
}
