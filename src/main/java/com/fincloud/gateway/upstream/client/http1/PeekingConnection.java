package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.upstream.client.connect.Opening;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * HttpCore's connection with a look at its socket: it checks, without waiting, whether the backend has closed the connection or has sent
 * unexpected bytes. HttpClient's stale check waits a millisecond and misses bytes that are already in the buffer: they would be taken for
 * the response to the next request. It can be closed while it is being opened.
 */
abstract class PeekingConnection extends DefaultBHttpClientConnection implements Opening {

    private volatile @Nullable Closeable opening; // null when it is open
    private volatile boolean aborted;

    /** Creates a connection that reads its response heads with {@code lines}. Header bytes are written unchanged (ISO-8859-1). */
    PeekingConnection(Http1Config config, UpstreamResponseLines lines) {
        super(
                config,
                null,
                StandardCharsets.ISO_8859_1.newEncoder(),
                new UpstreamBodyLength(),
                PeekingConnection::bodyLength,
                RequestWriter::new,
                new UpstreamResponseParser.Factory(config, lines));
    }

    /** The length of a request's body; -1 means chunks. */
    static long bodyLength(HttpMessage request) {
        HttpEntity body = request instanceof ClassicHttpRequest classic ? classic.getEntity() : null;
        return body == null ? 0 : body.getContentLength();
    }

    @Override
    public final void bind(Socket socket) throws IOException {
        opening = null;
        SocketChannel channel = socket.getChannel();
        super.bind(channel == null ? new SocketHolder(socket) : new PeekingSocket(socket, channel));
        if (aborted) {
            super.close(CloseMode.IMMEDIATE);
        }
    }

    @Override
    public final void bind(SSLSocket sslSocket, Socket socket) throws IOException {
        super.bind(new PeekingSocket(sslSocket, socket));
    }

    /** The socket that can be looked at; null before it is connected. */
    final @Nullable PeekingSocket peeking() {
        return getSocketHolder() instanceof PeekingSocket socket ? socket : null;
    }

    /** Whether no byte of a response to the current request has been received. The gateway must not have closed the connection. */
    public final boolean isUnanswered() {
        PeekingSocket socket = peeking();
        return socket != null && !socket.hasReceived();
    }

    /** Whether a byte of the current request may have been sent. */
    public final boolean hasWritten() {
        PeekingSocket socket = peeking();
        return socket == null || socket.hasWritten();
    }

    @Override
    public final boolean isStale() {
        return look() != Look.ALIVE;
    }

    /** Looks whether the backend has closed the connection or sent unexpected bytes. With TLS this waits up to a millisecond. */
    final Look look() {
        PeekingSocket socket = peeking();
        if (socket == null) {
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
    final Look glance() {
        PeekingSocket socket = peeking();
        return socket != null && socket.hasNoRawBytes() ? Look.ALIVE : look();
    }

    @Override
    public final void waitsFor(Closeable wait) throws IOException {
        opening = wait;
        if (aborted) {
            wait.close();
        }
    }

    /** Closes the connection, also while it is being opened. */
    @Override
    public final void close(CloseMode mode) {
        aborted = true;
        Closeable wait = opening;
        if (wait != null) {
            Closer.closeQuietly(wait);
        }
        super.close(mode);
    }
}
