package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.ResponseLimits;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import com.fincloud.gateway.upstream.client.request.UploadEntity;
import com.fincloud.gateway.upstream.client.reuse.ReuseTimes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.util.Timeout;

/** A pooled HTTP/1.1 connection to a backend: one exchange after the other. */
public final class Http1Connection extends PeekingConnection {

    /** From this length on a body is read through a direct buffer. */
    private static final int LARGE_BYTES = 128 * 1024;

    private final UpstreamResponseLines lines;
    private final ReuseTimes times;
    private boolean reused;
    private boolean upgrading;
    private boolean restUnsent; // a response has come, and the rest of the request could not be sent
    private boolean respondedEarly; // a response had come before the last bytes of the request were sent
    private int interim;

    /**
     * Creates a connection whose response heads have at most {@code maxHeadBytes}, and which serves no request after {@code expiryNanos} on
     * the clock of {@link System#nanoTime}.
     */
    public Http1Connection(Http1Config config, int maxHeadBytes, long expiryNanos) {
        this(config, new UpstreamResponseLines(maxHeadBytes), expiryNanos);
    }

    private Http1Connection(Http1Config config, UpstreamResponseLines lines, long expiryNanos) {
        super(config, lines);
        this.lines = lines;
        this.times = new ReuseTimes(expiryNanos);
    }

    /** For how long it may be used again. */
    public ReuseTimes times() {
        return times;
    }

    /** Sends a request and reads the response head; the body is still unread. {@code memory} is for large heads. */
    public ClassicHttpResponse exchange(RawHttpRequest request, HeadMemory memory) throws IOException, HttpException {
        lines.begin(memory);
        PeekingSocket socket = peeking();
        if (socket != null) {
            socket.begin();
        }
        upgrading = request.isUpgrade();
        sendRequestHeader(request);
        sendRequestEntity(request);
        flush();
        if (request.getEntity() instanceof UploadEntity upload) {
            upload.sent();
        }
        ClassicHttpResponse response = receiveResponseHeader();
        while (response.getCode() < HttpStatus.SC_SUCCESS && !isSwitched(response)) {
            response = receiveResponseHeader();
        }
        if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
            receiveResponseEntity(response);
        }
        return response;
    }

    /** Whether the backend has changed to the protocol that the request asked for. */
    public boolean isSwitched(ClassicHttpResponse response) {
        return upgrading && response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS;
    }

    /** Whether the TLS handshake has chosen HTTP/2. */
    public boolean hasChosenHttp2() throws IOException {
        return ensureOpen().getSocket() instanceof SSLSocket secure && "h2".equals(secure.getApplicationProtocol());
    }

    /** The socket for a different protocol, before anything was sent. */
    public SocketHolder socket() throws IOException {
        return ensureOpen();
    }

    /** Gives the socket away, with the bytes that were read behind the response's head. */
    public UpgradedSocket detach() throws IOException {
        return new UpgradedSocket(ensureOpen().getSocket(), lines.takeBuffered());
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream socket) {
        if (length == ContentLengthStrategy.CHUNKED) {
            return new ChunkedBodyReader(lines.chunks(buffer), socket);
        }
        PeekingSocket peeking = peeking();
        SocketChannel channel = peeking == null ? null : peeking.channel();
        return length >= LARGE_BYTES && channel != null
                ? new FixedLengthBodyReader(buffer, socket, channel, length)
                : super.createContentInputStream(length, buffer, socket);
    }

    /** The connection has been taken from the pool for another request. */
    void reuse() {
        reused = true;
    }

    /** Whether a failed exchange means that a reused connection ended before the first byte of the response. */
    public boolean endedBeforeResponse() {
        return reused && isUnanswered();
    }

    /** The request has ended, and the connection may be used for the next request. */
    public void rest() {
        lines.end();
        times.idle();
        if (lines.hadLongLine()) {
            times.expire();
        }
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        interim = 0;
        super.sendRequestHeader(request);
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        ClassicHttpResponse response = super.receiveResponseHeader();
        boolean switches = response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS;
        if (switches && upgrading) {
            return response;
        }
        if (switches || (response.getCode() < HttpStatus.SC_SUCCESS && ++interim > ResponseLimits.INTERIM_HEADS)) {
            throw new IOException("no final answer, but " + response.getCode());
        }
        return response;
    }

    /**
     * Sends the body. A backend may respond and close before it has read the whole body; then the response counts (RFC 9112 section 9.5).
     * While the gateway waits for the client's body, a reused connection may end. Only a request whose head is still in the buffer is then
     * sent over another connection: the backend may have executed a request whose head has left.
     */
    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        boolean headSent = hasWritten(); // a head that does not fit into the buffer
        boolean early = reused
                && request.getEntity() instanceof UploadEntity upload
                && upload.readFirst()
                && look() != Look.ALIVE;
        if (early && !headSent) {
            PeekingSocket socket = peeking();
            if (socket != null) {
                socket.begin(); // bytes that arrived before the request are no response to it
            }
            throw new ConnectionClosedException("closed while the client was sending");
        }
        respondedEarly = early || (headSent && hasEarlyResponse());
        if (request.getEntity() instanceof UploadEntity upload) {
            upload.beforeLastBytes(() -> respondedEarly |= hasEarlyResponse());
        }
        try {
            super.sendRequestEntity(request);
        } catch (BodyReadException e) {
            throw e;
        } catch (IOException e) {
            restUnsent = hasResponse();
            if (!restUnsent) {
                throw e;
            }
        }
    }

    /**
     * Whether the response has already begun. A backend that responds before the end of the request body may not read the rest, and would
     * take the rest for the next request. It is asked before the last bytes are sent: behind them a fast backend may have read all of them.
     */
    private boolean hasEarlyResponse() {
        PeekingSocket socket = peeking();
        return socket != null && socket.channel() != null && isStale();
    }

    private boolean hasResponse() {
        try {
            return isOpen() && isDataAvailable(Timeout.ONE_MILLISECOND);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void flush() throws IOException {
        if (!restUnsent) {
            super.flush();
        }
    }

    @Override
    public boolean isConsistent() {
        return !restUnsent && !respondedEarly && super.isConsistent();
    }
}
