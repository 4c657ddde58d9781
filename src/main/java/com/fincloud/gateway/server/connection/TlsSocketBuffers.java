package com.fincloud.gateway.server.connection;

import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The plain-text buffers of a TLS connection, which it has from their first use until it is idle. One thread at a time reads a connection.
 * Threads that write while it is read, as with HTTP/2, do not use the buffer for writing.
 */
public final class TlsSocketBuffers extends SocketBufferHandler {

    private final TlsBuffers pool;
    private volatile @Nullable SocketBufferHandler input;
    private volatile @Nullable SocketBufferHandler output;

    TlsSocketBuffers(TlsBuffers pool) {
        super(0, 0, false);
        this.pool = pool;
    }

    /** Returns the buffer for reading if it is empty. Only the thread that reads the connection may call this. */
    public static void releaseInput(@Nullable SocketWrapperBase<?> connection) {
        if (connection != null && connection.getSocketBufferHandler() instanceof TlsSocketBuffers buffers) {
            buffers.releaseInput();
        }
    }

    /** Returns both buffers if they are empty. No other thread may use the connection. */
    public static void release(@Nullable SocketWrapperBase<?> connection) {
        if (connection != null && connection.getSocketBufferHandler() instanceof TlsSocketBuffers buffers) {
            buffers.release();
        }
    }

    void release() {
        releaseInput();
        SocketBufferHandler used = output;
        if (used != null && used.isWriteBufferEmpty()) {
            output = null;
            pool.giveBackOutput(used);
        }
    }

    private void releaseInput() {
        SocketBufferHandler used = input;
        if (used != null && used.isReadBufferEmpty()) {
            input = null;
            pool.giveBackInput(used);
        }
    }

    private SocketBufferHandler input() {
        SocketBufferHandler known = input;
        if (known == null) {
            known = pool.takeInput();
            input = known;
        }
        return known;
    }

    @Override
    public void configureReadBufferForWrite() {
        input().configureReadBufferForWrite();
    }

    @Override
    public void configureReadBufferForRead() {
        input().configureReadBufferForRead();
    }

    @Override
    public ByteBuffer getReadBuffer() {
        return input().getReadBuffer();
    }

    @Override
    public boolean isReadBufferEmpty() {
        SocketBufferHandler known = input;
        return known == null || known.isReadBufferEmpty();
    }

    @Override
    public void unReadReadBuffer(ByteBuffer bytes) {
        input().unReadReadBuffer(bytes);
    }

    @Override
    public void configureWriteBufferForWrite() {
        SocketBufferHandler known = output;
        if (known == null) {
            known = pool.takeOutput();
            output = known;
        }
        known.configureWriteBufferForWrite();
    }

    @Override
    public void configureWriteBufferForRead() {
        SocketBufferHandler known = output;
        if (known != null) {
            known.configureWriteBufferForRead();
        }
    }

    @Override
    public boolean isWriteBufferWritable() {
        SocketBufferHandler known = output;
        return known == null || known.isWriteBufferWritable();
    }

    @Override
    public ByteBuffer getWriteBuffer() {
        SocketBufferHandler known = output;
        return known == null ? TlsBuffers.NONE : known.getWriteBuffer();
    }

    @Override
    public boolean isWriteBufferEmpty() {
        SocketBufferHandler known = output;
        return known == null || known.isWriteBufferEmpty();
    }

    @Override
    public void reset() {
        SocketBufferHandler read = input;
        if (read != null) {
            read.reset();
        }
        SocketBufferHandler written = output;
        if (written != null) {
            written.reset();
        }
    }

    @Override
    public void expand(int bytes) {
        if (bytes > TlsBuffers.BYTES) {
            input().expand(bytes);
        }
    }

    /** Drops the buffers: a thread may still write to the closed connection, so they do not return to the pool. */
    @Override
    public void free() {
        input = null;
        output = null;
    }
}
