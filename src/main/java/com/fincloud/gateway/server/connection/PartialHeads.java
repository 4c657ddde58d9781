package com.fincloud.gateway.server.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The connections with a partly received head. Each of them holds all buffers of a request although its request has not begun. So only a
 * part of the request capacity may wait in this state, and a further connection is closed.
 */
public final class PartialHeads {

    private final Set<SocketWrapperBase<?>> connections = ConcurrentHashMap.newKeySet();
    private volatile int most = Integer.MAX_VALUE;

    /** Sets the maximum number of waiting connections. */
    public void most(int count) {
        most = count;
    }

    /** Whether a connection may wait for the rest of its head. */
    public boolean mayWait(SocketWrapperBase<?> connection) {
        if (connections.size() >= most && !connections.contains(connection)) {
            connections.removeIf(SocketWrapperBase::isClosed); // Tomcat has already ended them
            if (connections.size() >= most) {
                return false;
            }
        }
        connections.add(connection);
        return true;
    }

    /** A connection no longer waits: its head is complete, or it is closed. */
    public void end(SocketWrapperBase<?> connection) {
        connections.remove(connection);
    }
}
