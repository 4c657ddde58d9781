package com.fincloud.gateway.edge;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Tomcat's HTTP/1.1 processor, which can tell whether the client is still there. */
final class EdgeProcessor extends Http11Processor {

    /** Tomcat keeps notes for its adapter; any number but its own will do. */
    private static final int NOTE = 7;

    EdgeProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
        super(protocol, adapter);
        request.setNote(NOTE, this);
    }

    /** The processor of a request, null when it did not come over HTTP/1.1. */
    static @Nullable EdgeProcessor of(Request request) {
        return request.getNote(NOTE) instanceof EdgeProcessor processor ? processor : null;
    }

    /** Whether the client has closed its end. It waits for nothing; bytes of a next request stay in Tomcat's buffer. */
    boolean peerClosed() {
        SocketWrapperBase<?> socket = getSocketWrapper();
        if (socket == null) {
            return true;
        }
        try {
            socket.isReadyForRead();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
