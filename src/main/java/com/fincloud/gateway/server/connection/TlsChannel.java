package com.fincloud.gateway.server.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;

/**
 * Tomcat's TLS channel, which has buffers for encrypted bytes only while there are such bytes. Tomcat's own keeps two buffers of 16 KB until
 * it is closed. One thread may read while others write, and each direction has its lock, so that no buffer is in use when it returns to the
 * pool.
 */
final class TlsChannel extends SecureNioChannel {

    private final TlsBuffers pool;
    private final TlsSocketBuffers plain;
    private final Object reading = new Object();
    private final Object writing = new Object();

    TlsChannel(TlsSocketBuffers plain, TlsBuffers pool, NioEndpoint endpoint) {
        super(plain, endpoint);
        this.plain = plain;
        this.pool = pool;
        netInBuffer = TlsBuffers.NONE;
        netOutBuffer = TlsBuffers.NONE;
    }

    /** Continues the handshake as far as the client's bytes permit. */
    @Override
    public int handshake(boolean read, boolean write) throws IOException {
        synchronized (reading) {
            synchronized (writing) {
                if (handshakeComplete) {
                    return super.handshake(read, write);
                }
                takeInput();
                takeOutput();
                try {
                    return super.handshake(read, write);
                } finally {
                    giveBackInput();
                    giveBackOutput();
                    plain.release();
                }
            }
        }
    }

    private void takeInput() {
        if (netInBuffer.capacity() == 0) {
            netInBuffer = pool.takeRecords(TlsBuffers.BYTES);
        }
    }

    private void giveBackInput() {
        if (sniComplete && netInBuffer.position() == 0 && netInBuffer.capacity() > 0) {
            pool.giveBackRecords(netInBuffer);
            netInBuffer = TlsBuffers.NONE;
        }
    }

    private void takeOutput() {
        if (netOutBuffer.capacity() == 0) {
            netOutBuffer = pool.takeRecords(0);
        }
    }

    private void giveBackOutput() {
        if (sniComplete && !netOutBuffer.hasRemaining() && netOutBuffer.capacity() > 0) {
            pool.giveBackRecords(netOutBuffer);
            netOutBuffer = TlsBuffers.NONE;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        synchronized (reading) {
            takeInput();
            try {
                return super.read(target);
            } finally {
                giveBackInput();
            }
        }
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        synchronized (reading) {
            takeInput();
            try {
                return super.read(targets, offset, length);
            } finally {
                giveBackInput();
            }
        }
    }

    /** Writes a message of TLS itself, in the handshake or for a read. */
    @Override
    protected SSLEngineResult handshakeWrap(boolean write) throws IOException {
        synchronized (writing) {
            takeOutput();
            try {
                return super.handshakeWrap(write);
            } finally {
                giveBackOutput();
            }
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        synchronized (writing) {
            takeOutput();
            try {
                return super.write(source);
            } finally {
                giveBackOutput();
            }
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        synchronized (writing) {
            takeOutput();
            try {
                return super.write(sources, offset, length);
            } finally {
                giveBackOutput();
            }
        }
    }

    @Override
    public int getOutboundRemaining() {
        synchronized (writing) {
            return super.getOutboundRemaining();
        }
    }

    @Override
    public boolean flushOutbound() throws IOException {
        synchronized (writing) {
            try {
                return super.flushOutbound();
            } finally {
                giveBackOutput();
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (writing) {
            takeOutput();
            try {
                super.close();
            } finally {
                giveBackOutput();
            }
        }
    }
}
