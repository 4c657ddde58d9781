package com.fincloud.gateway.server;

import com.fincloud.gateway.server.http2.Http2Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends the head and the body of a response through Tomcat's filters and buffers, or past them where a piece or a head is too large for
 * the buffers. Each method throws {@link IOException} if the client has disconnected.
 */
final class ResponseBody {

    /** A piece of at least this many bytes is written with its own system call. */
    private static final int LARGE_BYTES = 8 * 1024;

    private final Request request;
    private final Response response;
    private boolean unknownLength;
    private boolean ended;
    private @Nullable LargeHead largeHead;

    ResponseBody(Request request, Response response) {
        this.request = request;
        this.response = response;
    }

    /** Sets the length of the body in bytes; -1 if it is unknown. */
    void length(long bytes) {
        unknownLength = bytes < 0;
    }

    boolean isOfUnknownLength() {
        return unknownLength;
    }

    /** Sends the head of the response to a request with this method. */
    void sendHead(String method) throws IOException {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        if (connection == null || !connection.isLarge(response)) {
            response.action(ActionCode.COMMIT, null);
        } else {
            largeHead = connection.sendLargeHead(response, method);
        }
    }

    void write(ByteBuffer piece) throws IOException {
        if (largeHead != null) {
            largeHead.write(piece);
        } else if (piece.remaining() < LARGE_BYTES || !writeLarge(piece)) {
            response.doWrite(piece);
        }
    }

    /** Whether {@link #writeDirect} is possible. */
    boolean takesDirect() {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        return !unknownLength && largeHead == null && connection != null && connection.takesLarge();
    }

    /** Writes a piece from a direct buffer to the socket. */
    void writeDirect(ByteBuffer piece) throws IOException {
        if (!writeLarge(piece)) {
            throw new IllegalStateException("not a connection for direct writes");
        }
    }

    private boolean writeLarge(ByteBuffer piece) throws IOException {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        if (connection == null) {
            return false;
        }
        return isChunked() ? connection.writeLargeChunk(piece) : connection.writeLarge(piece);
    }

    /**
     * Whether the response is chunked. Tomcat decides this with the head, from the HTTP version and from whether the connection will be
     * closed.
     */
    private boolean isChunked() {
        return unknownLength && response.getMimeHeaders().getValue("Transfer-Encoding") != null;
    }

    /** Ends the body. With {@code closing} the connection ends with it. */
    void end(boolean closing) throws IOException {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        if (largeHead != null && connection != null && !ended) {
            largeHead.end();
            if (closing || largeHead.endsWithConnection()) {
                connection.closeAfterResponse();
            }
        }
        response.action(ActionCode.CLOSE, null);
        ended = true;
    }

    /** Aborts the connection, so that the client sees an incomplete response. */
    void abort() {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        if (connection != null
                && unknownLength
                && response.isCommitted()
                && !request.protocol().equals("HTTP/1.1")) {
            connection.resetWhenClosed(); // HTTP/1.0 has no chunks
        }
        if (!ended && Http2Stream.of(request) != null) {
            Http2Stream.breakOff(response);
        }
        response.action(ActionCode.CLOSE_NOW, null);
    }
}
