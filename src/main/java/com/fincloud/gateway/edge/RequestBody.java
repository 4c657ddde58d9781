package com.fincloud.gateway.edge;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * The request's body, read from the socket as the backend takes it. What goes wrong on the client's side comes out as a {@link
 * Failure}, so that no breaker blames the backend for it.
 */
public final class RequestBody extends InputStream implements ApplicationBufferHandler {

    /** The client's body could not be read: too large, malformed, too slow, or the client is gone. */
    public static final class Failure extends IOException {

        private final transient GatewayException answer;

        Failure(GatewayError error, @Nullable Throwable cause) {
            super(error.sentence(), cause);
            this.answer = new GatewayException(error, cause);
        }

        /** What the client is answered, if it is still there. */
        public GatewayException answer() {
            return answer;
        }
    }

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Request request;
    private final long length;
    private long limit;
    private long received;
    private ByteBuffer buffer = EMPTY;
    private boolean started;
    private volatile boolean ended;
    private volatile long lastReceivedNanos = System.nanoTime();

    RequestBody(Request request, long length, long limit) {
        this.request = request;
        this.length = length;
        this.limit = limit;
    }

    /** Bytes announced by {@code Content-Length}, -1 when the body comes in chunks. */
    public long length() {
        return length;
    }

    /** Whether all of it has been read from the socket. */
    public boolean ended() {
        return ended;
    }

    /** When the last bytes came, on the clock of {@link System#nanoTime}. */
    public long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    /** Sets the most bytes that may come. */
    public void limit(long bytes) {
        this.limit = bytes;
    }

    /** Whether the announced length is within the limit. */
    public boolean fits() {
        return length <= limit;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int bytes = Math.min(count, buffer.remaining());
        buffer.get(target, offset, bytes);
        return bytes;
    }

    @Override
    public int available() {
        return buffer.remaining();
    }

    private boolean fill() throws IOException {
        while (!buffer.hasRemaining()) {
            if (ended) {
                return false;
            }
            if (!started) {
                started = true;
                request.getResponse().action(ActionCode.ACK, ContinueResponseTiming.ALWAYS);
            }
            int bytes = receive();
            if (bytes < 0) {
                ended = true;
                return false;
            }
            received += buffer.remaining();
            lastReceivedNanos = System.nanoTime();
            if (received > limit) {
                ended = true;
                buffer = EMPTY;
                throw new Failure(GatewayError.BODY_TOO_LARGE, null);
            }
        }
        ended = received == length;
        return true;
    }

    private int receive() throws Failure {
        try {
            return request.doRead(this);
        } catch (SocketTimeoutException e) {
            ended = true;
            throw new Failure(GatewayError.REQUEST_TIMEOUT, e);
        } catch (IOException e) {
            ended = true;
            throw new Failure(GatewayError.MALFORMED_BODY, e);
        }
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
        // Tomcat hands its own buffer over, there is nothing to grow
    }
}
