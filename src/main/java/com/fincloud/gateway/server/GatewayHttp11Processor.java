package com.fincloud.gateway.server;

import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.server.connection.LargeWrites;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/** Tomcat's HTTP/1.1 processor, which can tell whether the client is still there, and does not wait for ever for a head. */
final class GatewayHttp11Processor extends Http11Processor implements ClientConnection {

    /** Tomcat keeps notes for its adapter; any number but its own will do. */
    private static final int NOTE = 7;

    private static final int LEFT_OVER_BYTES = 1024 * 1024;

    private static final String HEAD_TOO_LARGE =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    private final GatewayHttp11Protocol protocol;
    private final ApplicationBufferHandler input;
    private int headBufferSize;
    private int headRefusal;
    private boolean headIsPartial;

    GatewayHttp11Processor(GatewayHttp11Protocol protocol, Adapter adapter) {
        super(protocol, adapter);
        this.protocol = protocol;
        this.input = (Http11InputBuffer) request.getInputBuffer();
        request.setNote(NOTE, this);
    }

    /** The processor of a request, null when it did not come over HTTP/1.1. */
    static @Nullable GatewayHttp11Processor of(Request request) {
        return request.getNote(NOTE) instanceof GatewayHttp11Processor processor ? processor : null;
    }

    /** Tomcat answers 400 to a head that is too large, where HTTP has statuses of their own (RFC 9110 section 15.5.15, RFC 6585). */
    @Override
    protected void setErrorState(ErrorState state, @Nullable Throwable cause) {
        super.setErrorState(state, cause);
        boolean tooMany = cause instanceof IllegalStateException;
        boolean tooLarge = cause instanceof IllegalArgumentException && HEAD_TOO_LARGE.equals(cause.getMessage());
        if ((tooMany || tooLarge) && request.getMethod() != null) {
            headRefusal = request.requestURI().isNull() ? 414 : 431;
        }
        if (headRefusal > 0) {
            response.setStatus(headRefusal); // Tomcat goes on checking what it has of the head, and would set 400 again
        }
    }

    /** Between two requests a connection has no buffer for heads. */
    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        protocol.heads().lend(input);
        SocketState state;
        try {
            state = serveInTime(socket);
        } catch (Error e) {
            FatalErrors.check(e); // Tomcat would log it, and go on
            throw e;
        }
        if (state == SocketState.LONG) {
            headIsPartial = protocol.partialHeads().mayWait(socket);
            state = headIsPartial ? state : SocketState.CLOSED;
        } else if (headIsPartial) {
            headIsPartial = false;
            protocol.partialHeads().end(socket);
        }
        if (state == SocketState.OPEN || state == SocketState.CLOSED) {
            protocol.heads().takeBack(input);
        }
        return state;
    }

    /**
     * Tomcat's time-out starts anew with each byte of a head; here the time that is left becomes the time-out until the next byte, so
     * that a head which drips ends with it.
     */
    private SocketState serveInTime(SocketWrapperBase<?> socket) throws IOException {
        headRefusal = 0;
        socket.setReadTimeout(protocol.getConnectionTimeout());
        SocketState state = super.service(socket);
        if (state == SocketState.UPGRADING && getUpgradeToken() == null) {
            return refusePriorKnowledge();
        }
        boolean waits = state == SocketState.OPEN || state == SocketState.LONG;
        if (!waits || request.getStartTimeNanos() == -1) {
            return state;
        }
        long left =
                protocol.headMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.getStartTimeNanos());
        if (left <= 0) {
            return SocketState.CLOSED;
        }
        socket.setReadTimeout(Math.min(left, protocol.getConnectionTimeout()));
        return SocketState.LONG; // after empty lines alone Tomcat would forget when they began
    }

    /**
     * Answers an HTTP/2 preface on a connection that has not agreed on HTTP/2 (RFC 9113 section 3.3) in HTTP/1.1, the one version that
     * both know: Tomcat would close without a word.
     */
    private SocketState refusePriorKnowledge() {
        setErrorState(ErrorState.CLOSE_CLEAN, null);
        response.setStatus(HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED);
        try {
            getAdapter().service(request, response);
        } catch (Exception e) {
            throw new IllegalStateException("the adapter answers every failure", e);
        }
        return SocketState.CLOSED;
    }

    /** The head has been read: while the request is answered its connection makes do with a buffer of the size that it needs. */
    void headIsRead() {
        int room = isRequestBodyFullyRead()
                ? 0
                : getSocketWrapper().getSocketBufferHandler().getReadBuffer().capacity();
        headBufferSize = protocol.heads().shrink(request, input, room);
    }

    /** The request is answered, and the next head may come. */
    void headMayCome() {
        protocol.heads().grow(input, headBufferSize);
    }

    /** Whether the client has closed its end. Bytes of a next request stay in Tomcat's buffer. */
    @Override
    public boolean hasLeft() {
        SocketWrapperBase<?> socket = getSocketWrapper();
        if (socket == null) {
            return true;
        }
        try {
            // Since 10.1.62 Tomcat calls a socket ready at the end of its stream, with nothing to read; before, it
            // threw.
            return socket.isReadyForRead() && socket.getSocketBufferHandler().isReadBufferEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void patience(Duration time) {
        SocketWrapperBase<?> socket = getSocketWrapper();
        if (socket != null) {
            socket.setReadTimeout(time.toMillis());
        }
    }

    @Override
    public boolean takeUnread(@Nullable RequestBody body) {
        return UnreadBody.take(body, this);
    }

    /** Sets how long a read may wait to what it is for a head. */
    void usualPatience() {
        patience(Duration.ofMillis(protocol.getConnectionTimeout()));
    }

    /** Whether the connection still serves. */
    boolean isUsable() {
        return getErrorState().isIoAllowed();
    }

    /** Whether {@link #writeLarge} writes. */
    boolean takesLarge() {
        return LargeWrites.suit(getSocketWrapper());
    }

    /** Writes a large piece of a body of known length past Tomcat's buffers; false when it has to go through them. */
    boolean writeLarge(ByteBuffer bytes) throws IOException {
        return LargeWrites.write(getSocketWrapper(), bytes);
    }

    /** The same where the body has no known length, and the answer is in chunks. */
    boolean writeLargeChunk(ByteBuffer bytes) throws IOException {
        return LargeWrites.writeChunk(getSocketWrapper(), bytes);
    }

    /** Takes what has come beyond a refused head: unread, it would make a reset of the close, and the client lose its answer. */
    void takeLeftOver() {
        SocketWrapperBase<?> socket = getSocketWrapper();
        ByteBuffer block = ByteBuffer.allocate(8 * 1024);
        try {
            for (int taken = 0; socket != null && taken < LEFT_OVER_BYTES; taken += block.position()) {
                block.clear();
                if (socket.read(false, block) <= 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client has closed
        }
    }

    /** Makes a reset of the close: a client that reads until the end cannot tell a clean one from the end of its answer. */
    void resetWhenClosed() {
        SocketWrapperBase<?> socket = getSocketWrapper();
        if (socket != null && socket.getSocket() instanceof NioChannel channel) {
            try {
                channel.getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
                if (channel instanceof SecureNioChannel) {
                    channel.getIOChannel().close(); // before TLS can say that this was the end
                }
            } catch (IOException e) {
                // closed already
            }
        }
    }
}
