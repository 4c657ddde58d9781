package com.fincloud.gateway.server;

import com.fincloud.gateway.http.body.BodySource;
import com.fincloud.gateway.http.body.ClientTimeouts;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.server.http2.Http2Stream;
import com.fincloud.gateway.server.wire.ChunkHead;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.coyote.ActionCode;
import org.apache.coyote.CloseNowException;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/** A request's body as Tomcat reads it. Tomcat passes its own buffer, so no byte is copied. */
public final class WireBody implements BodySource, ApplicationBufferHandler {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Request request;
    private final @Nullable Http2Stream stream;
    private ByteBuffer buffer = EMPTY;

    public WireBody(Request request) {
        this.request = request;
        this.stream = Http2Stream.of(request);
    }

    /** The body of a request; null if the request has no body (RFC 9112 section 6.3). */
    static @Nullable RequestBody of(Request request, long limit, ClientTimeouts timeouts) {
        long length = request.getContentLengthLong();
        boolean chunked = request.getMimeHeaders().getHeader("transfer-encoding") != null;
        Http2Stream stream = Http2Stream.of(request);
        boolean streamed = stream != null && !(request.isFinished() && stream.isComplete());
        if (length < 0 && !chunked && !streamed) {
            return null;
        }
        return new RequestBody(new WireBody(request), length, limit, timeouts);
    }

    @Override
    public @Nullable ByteBuffer receive() throws IOException {
        buffer = EMPTY;
        try {
            int bytes = request.doRead(this);
            if (bytes >= 0) {
                return buffer;
            }
        } catch (CloseNowException e) { // an HTTP/2 read that timed out
            SocketTimeoutException late = new SocketTimeoutException(e.getMessage());
            late.initCause(e);
            throw late;
        } catch (RuntimeException e) { // Tomcat reports some of its limits as IllegalStateException
            throw new IOException(e);
        }
        if (stream != null && !stream.isComplete()) {
            throw new EOFException("the stream was reset");
        }
        return null;
    }

    @Override
    public boolean hasArrived(ByteBuffer data) {
        request.getResponse().action(ActionCode.AVAILABLE, false);
        int available = request.getAvailable();
        return available > 0 && (stream != null || ChunkHead.isFollowedByData(data, available));
    }

    /** Tomcat has parsed them with the end of the body, within its own limits. */
    @Override
    public Map<String, String> trailers() {
        return request.getTrailerFields();
    }

    @Override
    public boolean isReady() {
        request.getResponse().action(ActionCode.AVAILABLE, true);
        return request.getAvailable() > 0 || request.isFinished();
    }

    /** Tomcat keeps the streams' two directions apart. */
    @Override
    public boolean isConcurrent() {
        return stream != null;
    }

    @Override
    public void awaitReady() {
        if (stream != null) {
            stream.await(this::isReady);
        }
    }

    @Override
    public void wake() {
        if (stream != null) {
            stream.arrived();
        }
    }

    @Override
    public void acknowledge() {
        request.getResponse().action(ActionCode.ACK, ContinueResponseTiming.ALWAYS);
    }

    @Override
    public boolean isExpected() {
        return request.hasExpectation();
    }

    @Override
    public void setByteBuffer(ByteBuffer bytes) {
        this.buffer = bytes;
    }

    @Override
    public ByteBuffer getByteBuffer() {
        return buffer;
    }

    @Override
    public void expand(int size) {
        // Tomcat passes its own buffer, so there is nothing to expand
    }
}
