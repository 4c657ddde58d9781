package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.upstream.client.connect.Opening;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import com.fincloud.gateway.upstream.client.request.UploadEntity;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A pooled connection to a backend. It writes header bytes unchanged (ISO-8859-1). Before each use it checks, without waiting, whether the
 * backend has closed the connection or has sent unexpected bytes. HttpClient's stale check waits a millisecond and misses bytes that are
 * already in the buffer: they would be taken for the response to the next request.
 */
public final class BackendConnection extends DefaultBHttpClientConnection implements Opening {

    /**
     * The maximum number of interim (1xx) responses to one request (RFC 9110 section 15.2). A backend that sends more is unlikely to send a
     * final response.
     */
    private static final int MAX_INTERIM = 20;

    /** From this length on a body is read through a direct buffer. */
    private static final int LARGE_BYTES = 128 * 1024;

    /**
     * How long a connection is not used after a response that must not have a body. If the backend sends a body by mistake, it arrives
     * within this time.
     */
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    /** What a look at an idle connection has found. */
    public enum Look {
        ALIVE,
        /** The backend has closed the connection. */
        ENDED,
        /** The backend has sent bytes that nobody requested. */
        UNEXPECTED_BYTES
    }

    private final UpstreamResponseLines lines;
    private final long expiryNanos;
    private volatile @Nullable Closeable opening; // null when it is open
    private volatile boolean aborted;
    private boolean reused;
    private volatile long idleSinceNanos;
    private volatile long respondedNanos;
    private boolean upgrading;
    private boolean answeredEarly;
    private boolean respondedEarly;
    private volatile long restsUntilNanos; // 0 while it is not resting
    private int interim;
    private volatile long reusableUntilNanos; // 0 if it is not reusable

    /**
     * Creates a connection whose response heads have at most {@code maxHeadBytes}, and which serves no request after {@code expiryNanos} on
     * the clock of {@link System#nanoTime}.
     */
    public BackendConnection(Http1Config config, int maxHeadBytes, long expiryNanos) {
        this(config, new UpstreamResponseLines(maxHeadBytes), expiryNanos);
    }

    private BackendConnection(Http1Config config, UpstreamResponseLines lines, long expiryNanos) {
        super(
                config,
                null,
                StandardCharsets.ISO_8859_1.newEncoder(),
                new UpstreamBodyLength(),
                BackendConnection::bodyLength,
                RequestWriter::new,
                new UpstreamResponseParser.Factory(config, lines));
        this.lines = lines;
        this.expiryNanos = expiryNanos;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        opening = null;
        SocketChannel channel = socket.getChannel();
        super.bind(channel == null ? new SocketHolder(socket) : new PeekingSocket(socket, channel));
        if (aborted) {
            super.close(CloseMode.IMMEDIATE);
        }
    }

    @Override
    public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
        super.bind(new PeekingSocket(sslSocket, socket));
    }

    private static long bodyLength(HttpMessage request) {
        HttpEntity body = request instanceof ClassicHttpRequest classic ? classic.getEntity() : null;
        return body == null ? 0 : body.getContentLength(); // -1 means chunks
    }

    /** Sends a request and reads the response head; the body is still unread. {@code memory} is for large heads. */
    public ClassicHttpResponse exchange(RawHttpRequest request, HeadMemory memory) throws IOException, HttpException {
        lines.begin(memory);
        if (getSocketHolder() instanceof PeekingSocket socket) {
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
        SocketChannel channel = getSocketHolder() instanceof PeekingSocket peeking ? peeking.channel() : null;
        return length >= LARGE_BYTES && channel != null
                ? new PlainBodyReader(buffer, socket, channel, length)
                : super.createContentInputStream(length, buffer, socket);
    }

    /** Sets for how long after this response head the connection may be reused; 0 for no reuse. */
    public void keepFor(long nanos) {
        long now = System.nanoTime();
        respondedNanos = now;
        reusableUntilNanos = nanos == 0 ? 0 : now + Math.min(nanos, expiryNanos - now) | 1;
    }

    /** The connection has been taken from the pool for another request. */
    public void reuse() {
        reused = true;
    }

    /** The time for which the connection has been idle at {@code now}. */
    public long idleNanos(long now) {
        return now - idleSinceNanos;
    }

    /**
     * The longest time for which the backend may take the connection to be idle at {@code now}. A slow client reads the response body long
     * after the backend has sent it.
     */
    public long quietNanos(long now) {
        return now - respondedNanos;
    }

    /**
     * Whether a failed exchange means that a reused connection ended before the first byte of the response. The gateway must not have closed
     * it.
     */
    public boolean endedBeforeResponse() {
        return reused && isUnanswered();
    }

    /** Whether no byte of a response to the current request has been received. */
    public boolean isUnanswered() {
        return getSocketHolder() instanceof PeekingSocket socket && !socket.hasReceived();
    }

    /** Whether a byte of the current request may have been sent. */
    public boolean hasWritten() {
        return !(getSocketHolder() instanceof PeekingSocket socket) || socket.hasWritten();
    }

    /**
     * Rests the connection after a response that must not have a body. Bytes of a wrong body would be taken for the next response (RFC 9112
     * section 6.3). Bytes that arrive during the rest are detected before the connection is used again.
     */
    public void restAfter(ClassicHttpResponse response) {
        restsUntilNanos = response.getEntity() == null ? System.nanoTime() + REST_NANOS | 1 : 0;
    }

    /** Whether the last response must not have had a body. */
    public boolean mustRest() {
        return restsUntilNanos != 0;
    }

    /** Whether the connection must not be used yet at {@code now}. */
    public boolean isResting(long now) {
        long until = restsUntilNanos;
        return until != 0 && until - now > 0;
    }

    public void endRest() {
        restsUntilNanos = 0;
    }

    /** The request has ended, and the connection may be used for the next request. */
    public void rest() {
        lines.end();
        idleSinceNanos = System.nanoTime();
        if (lines.hadLongLine()) {
            reusableUntilNanos = 0;
        }
    }

    public boolean isExpired(long now) {
        long until = reusableUntilNanos;
        return until == 0 || now - until >= 0;
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
        if (switches || (response.getCode() < HttpStatus.SC_SUCCESS && ++interim > MAX_INTERIM)) {
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
            if (getSocketHolder() instanceof PeekingSocket socket) {
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
        } catch (RequestBody.Failure e) {
            throw e;
        } catch (IOException e) {
            answeredEarly = hasAnswer();
            if (!answeredEarly) {
                throw e;
            }
        }
    }

    /**
     * Whether the response has already begun. A backend that responds before the end of the request body may not read the rest, and would
     * take the rest for the next request. It is asked before the last bytes are sent: behind them a fast backend may have read all of them.
     */
    private boolean hasEarlyResponse() throws IOException {
        return getSocketHolder() instanceof PeekingSocket socket && socket.channel() != null && isStale();
    }

    private boolean hasAnswer() {
        try {
            return isOpen() && isDataAvailable(Timeout.ONE_MILLISECOND);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void flush() throws IOException {
        if (!answeredEarly) {
            super.flush();
        }
    }

    @Override
    public boolean isConsistent() {
        return !answeredEarly && !respondedEarly && super.isConsistent();
    }

    @Override
    public boolean isStale() {
        return look() != Look.ALIVE;
    }

    /** Looks whether the backend has closed the connection or sent unexpected bytes. With TLS this waits up to a millisecond. */
    public Look look() {
        if (!(getSocketHolder() instanceof PeekingSocket socket)) {
            return Look.ENDED;
        }
        try {
            socket.peek(true);
            try {
                if (isDataAvailable(Timeout.ONE_MILLISECOND)) {
                    return Look.UNEXPECTED_BYTES;
                }
                return socket.ended() ? Look.ENDED : Look.ALIVE;
            } finally {
                socket.peek(false);
            }
        } catch (IOException e) {
            return Look.ENDED;
        }
    }

    /** Like {@link #look}, but without a wait: with TLS it reads only if bytes have arrived. */
    public Look glance() {
        return getSocketHolder() instanceof PeekingSocket socket && socket.hasNoRawBytes() ? Look.ALIVE : look();
    }

    @Override
    public void waitsFor(Closeable wait) throws IOException {
        opening = wait;
        if (aborted) {
            wait.close();
        }
    }

    /** Closes the connection, also while it is being opened. */
    @Override
    public void close(CloseMode mode) {
        aborted = true;
        Closeable wait = opening;
        if (wait != null) {
            Closer.closeQuietly(wait);
        }
        super.close(mode);
    }
}
