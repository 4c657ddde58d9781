package com.fincloud.gateway.upstream.client.http1;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/** A socket that can check, without waiting, whether its peer has closed it or has sent unexpected bytes. */
final class PeekingSocket extends SocketHolder {

    /** Has no stack trace, because it is thrown for almost every request. */
    private static final class NothingToRead extends SocketTimeoutException {

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final @Nullable SocketChannel channel;
    private boolean peeking;
    private boolean ended;
    private boolean received;
    private boolean written;

    PeekingSocket(Socket socket, SocketChannel channel) {
        super(socket);
        this.channel = channel;
    }

    /** Creates a socket with TLS. Its reads wait up to the read time-out, because a record may have arrived in part. */
    PeekingSocket(SSLSocket secure, Socket socket) {
        super(secure, socket);
        this.channel = null;
    }

    /** The plain socket; null with TLS, because the raw bytes are encrypted. */
    @Nullable
    SocketChannel channel() {
        return channel;
    }

    /** Switches peeking on or off. While it is on, a read returns the available bytes, and times out at once if there are none. */
    void peek(boolean on) throws IOException {
        if (channel != null) {
            peeking = on;
            channel.configureBlocking(!on);
        }
    }

    /** Whether a read has reached the end of the stream. */
    boolean ended() {
        return ended;
    }

    /** Whether this is a TLS connection on which not even encrypted bytes have arrived. The end of the connection is not noticed. */
    boolean hasNoRawBytes() {
        try {
            return channel == null && getBaseSocket().getInputStream().available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A request begins. */
    void begin() {
        received = false;
        written = false;
    }

    /** Whether a byte has arrived since {@link #begin}. */
    boolean hasReceived() {
        return received;
    }

    /** Whether a byte may have left since {@link #begin}. With TLS this is true from the first attempt to write. */
    boolean hasWritten() {
        return written;
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
        return new FilterInputStream(super.getInputStream(socket)) {
            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                int read = peeking && channel != null
                        ? channel.read(ByteBuffer.wrap(target, offset, count))
                        : in.read(target, offset, count);
                if (read == 0 && count > 0) {
                    throw new NothingToRead();
                }
                ended = read < 0;
                received |= read > 0;
                return read;
            }
        };
    }

    @Override
    protected OutputStream getOutputStream(Socket socket) throws IOException {
        return new FilterOutputStream(super.getOutputStream(socket)) {
            @Override
            public void write(byte[] source, int offset, int count) throws IOException {
                if (channel == null) {
                    written = true;
                    out.write(source, offset, count);
                    return;
                }
                ByteBuffer bytes = ByteBuffer.wrap(source, offset, count);
                while (bytes.hasRemaining()) {
                    written |= channel.write(bytes) > 0; // an exception means that none of these bytes has left
                }
            }
        };
    }
}
