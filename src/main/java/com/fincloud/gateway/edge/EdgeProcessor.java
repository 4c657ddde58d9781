package com.fincloud.gateway.edge;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/** Tomcat's HTTP/1.1 processor, which can tell whether the client is still there. */
final class EdgeProcessor extends Http11Processor {

    /** Tomcat keeps notes for its adapter; any number but its own will do. */
    private static final int NOTE = 7;

    private static final String HEAD_TOO_LARGE =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    private int headRefusal;

    EdgeProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
        super(protocol, adapter);
        request.setNote(NOTE, this);
    }

    /** The processor of a request, null when it did not come over HTTP/1.1. */
    static @Nullable EdgeProcessor of(Request request) {
        return request.getNote(NOTE) instanceof EdgeProcessor processor ? processor : null;
    }

    /** Tomcat answers 400 to a head that is too large, where HTTP has statuses of their own (RFC 9110 section 15.5.15, RFC 6585). */
    @Override
    protected void setErrorState(ErrorState state, @Nullable Throwable cause) {
        super.setErrorState(state, cause);
        boolean tooMany = cause instanceof IllegalStateException;
        boolean tooLarge = cause instanceof IllegalArgumentException && HEAD_TOO_LARGE.equals(cause.getMessage());
        if (tooMany || tooLarge) {
            headRefusal = request.requestURI().isNull() ? 414 : 431;
        }
        if (headRefusal > 0) {
            response.setStatus(headRefusal); // Tomcat goes on checking what it has of the head, and would set 400 again
        }
    }

    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        headRefusal = 0;
        return super.service(socket);
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
