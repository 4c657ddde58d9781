package com.fincloud.gateway.server;

import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.server.connection.LargeWrites;
import com.fincloud.gateway.server.connection.TlsSocketBuffers;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1 processor with two additions: it can detect that the client has disconnected, and it limits the total time for
 * receiving a head.
 */
final class GatewayHttp11Processor extends Http11Processor implements ClientConnection {

    /** The index of the note that stores the processor in Tomcat's request. It must differ from the index that Tomcat's adapter uses. */
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

    /** The processor of a request; null if it did not arrive over HTTP/1.1. */
    static @Nullable GatewayHttp11Processor of(Request request) {
        return request.getNote(NOTE) instanceof GatewayHttp11Processor processor ? processor : null;
    }

    /**
     * Tomcat responds with 400 to a head that is too large, but HTTP has the statuses 414 and 431 for it (RFC 9110 section 15.5.15, RFC
     * 6585).
     */
    @Override
    protected void setErrorState(ErrorState state, @Nullable Throwable cause) {
        super.setErrorState(state, cause);
        boolean tooMany = cause instanceof IllegalStateException;
        boolean tooLarge = cause instanceof IllegalArgumentException && HEAD_TOO_LARGE.equals(cause.getMessage());
        if ((tooMany || tooLarge) && request.getMethod() != null) {
            headRefusal = request.requestURI().isNull() ? 414 : 431;
        }
        if (headRefusal > 0) {
            response.setStatus(headRefusal); // Tomcat checks the rest of the head and would set 400 again
        }
    }

    /** Returns the head buffer: a connection has none between two requests. */
    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        protocol.heads().lend(input);
        SocketState state;
        try {
            state = serveInTime(socket);
        } catch (Error e) {
            FatalErrors.check(e); // Tomcat would only log it and continue
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
        if (state == SocketState.OPEN) {
            TlsSocketBuffers.release(socket);
        }
        return state;
    }

    /**
     * Tomcat restarts its time-out with each byte of a head. Here the remaining time becomes the time-out for the next byte, so that a
     * client cannot hold a connection by sending its head slowly.
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
        return SocketState.LONG; // after empty lines only, Tomcat would lose the time at which they began
    }

    /**
     * Responds in HTTP/1.1 to an HTTP/2 preface on a connection that has not negotiated HTTP/2 (RFC 9113 section 3.3). Tomcat would close
     * the connection without a response.
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

    /** The bytes behind the request of a connection that changes to a different protocol. It needs no head buffer any more. */
    @Override
    public @Nullable ByteBuffer getLeftoverInput() {
        ByteBuffer rest = super.getLeftoverInput();
        ByteBuffer own = rest == null
                ? null
                : ByteBuffer.allocate(rest.remaining()).put(rest).flip();
        protocol.heads().takeBack(input);
        return own;
    }

    /** The head has been read. Until the request is answered, the connection keeps a buffer of exactly the needed size. */
    void headIsRead() {
        int room = isRequestBodyFullyRead()
                ? 0
                : getSocketWrapper().getSocketBufferHandler().getReadBuffer().capacity();
        headBufferSize = protocol.heads().shrink(request, input, room);
    }

    /** The request is answered, and the next head may arrive. */
    void headMayCome() {
        protocol.heads().grow(input, headBufferSize);
    }

    /**
     * Looks for the end of the client's bytes, and for a reset. Bytes of the next request stay in Tomcat's buffer. With TLS the end of the
     * stream is the end of the session.
     */
    @Override
    public Presence presence() {
        SocketWrapperBase<?> socket = getSocketWrapper();
        if (socket == null) {
            return Presence.GONE;
        }
        Presence atEnd = socket.getSocket() instanceof SecureNioChannel ? Presence.GONE : Presence.HALF_CLOSED;
        try {
            // At the end of the stream Tomcat reports the socket as ready, with no bytes to read. Before 10.1.62 it
            // threw an EOFException.
            return socket.isReadyForRead() && socket.getSocketBufferHandler().isReadBufferEmpty()
                    ? atEnd
                    : Presence.PRESENT;
        } catch (EOFException e) {
            return atEnd;
        } catch (IOException e) {
            return Presence.GONE;
        }
    }

    @Override
    public long lastWrite() {
        return getSocketWrapper() instanceof NioSocketWrapper socket ? socket.getLastWrite() : 0;
    }

    @Override
    public void readTimeout(Duration time) {
        SocketWrapperBase<?> socket = getSocketWrapper();
        if (socket != null) {
            socket.setReadTimeout(time.toMillis());
        }
    }

    @Override
    public boolean takeUnread(@Nullable RequestBody body) {
        return UnreadBody.take(body, this);
    }

    /** Sets the read time-out back to the value for a head. */
    void restoreReadTimeout() {
        readTimeout(Duration.ofMillis(protocol.getConnectionTimeout()));
    }

    /** Whether the connection can serve further requests. */
    boolean isUsable() {
        return getErrorState().isIoAllowed();
    }

    /** Whether the head of a response needs {@link #sendLargeHead}. */
    boolean isLarge(Response large) {
        return LargeHead.isLarge(large, protocol.getMaxHttpResponseHeaderSize());
    }

    /** Sends a head that is too large for Tomcat's buffer. */
    LargeHead sendLargeHead(Response large, String method) throws IOException {
        return LargeHead.send(
                large, getSocketWrapper(), method, request.protocol().equals("HTTP/1.1"));
    }

    /** Closes the connection when the response has been sent. Tomcat decides that with the head, if it has sent it. */
    void closeAfterResponse() {
        setErrorState(ErrorState.CLOSE_CLEAN, null);
    }

    /** Whether {@link #writeLarge} can write to this connection. */
    boolean takesLarge() {
        return LargeWrites.suit(getSocketWrapper());
    }

    /** Writes a large piece of a body of known length without Tomcat's buffers. Returns false if the piece must go through them. */
    boolean writeLarge(ByteBuffer bytes) throws IOException {
        return LargeWrites.write(getSocketWrapper(), bytes);
    }

    /** The same for a body of unknown length, which is sent in chunks. */
    boolean writeLargeChunk(ByteBuffer bytes) throws IOException {
        return LargeWrites.writeChunk(getSocketWrapper(), bytes);
    }

    /** Reads the bytes after a refused head. Closing with unread bytes would send a reset, and the client would lose the response. */
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

    /** Closes the connection with a reset. A client that reads until the close would take a normal close for the end of the response. */
    void resetWhenClosed() {
        SocketWrapperBase<?> socket = getSocketWrapper();
        if (socket != null && socket.getSocket() instanceof NioChannel channel) {
            try {
                channel.getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
                if (channel instanceof SecureNioChannel) {
                    channel.getIOChannel().close(); // before TLS can send its close_notify
                }
            } catch (IOException e) {
                // closed already
            }
        }
    }
}
