package com.fincloud.gateway.upstream.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/** A socket that can be asked without waiting whether its other end has closed it, or has sent what nobody asked for. */
final class PeekingSocket extends SocketHolder {

    /** It is thrown for almost every call, and nobody reads its stack. */
    private static final class NothingToRead extends SocketTimeoutException {

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final @Nullable SocketChannel channel;
    private boolean peeking;
    private boolean ended;

    PeekingSocket(Socket socket, SocketChannel channel) {
        super(socket);
        this.channel = channel;
    }

    /** One with TLS, of which a read waits for as long as it is told: a record may have come in part. */
    PeekingSocket(SSLSocket secure, Socket socket) {
        super(secure, socket);
        this.channel = null;
    }

    /** The socket itself, null for one with TLS: what it carries is not what it says. */
    @Nullable
    SocketChannel channel() {
        return channel;
    }

    /** From here on a read takes what is there, and times out at once where nothing is. */
    void peek(boolean on) throws IOException {
        if (channel != null) {
            peeking = on;
            channel.configureBlocking(!on);
        }
    }

    /** Whether a read has met the end. */
    boolean ended() {
        return ended;
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
                return read;
            }
        };
    }
}
