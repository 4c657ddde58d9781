package com.fincloud.gateway.server.connection;

import java.nio.ByteBuffer;
import org.apache.tomcat.util.collections.SynchronizedStack;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * A pool of buffers for TLS connections. Each connection needs four of them while bytes arrive or leave, 66 KB in total, and an idle
 * connection has none.
 */
final class TlsBuffers {

    /** The size of a buffer in bytes. A TLS record with its head and tag fits, and so does its plain text (RFC 8446 section 5.2). */
    static final int BYTES = 16_921;

    static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private static final int SPARE_BUFFERS = 96;

    private final SynchronizedStack<ByteBuffer> records = new SynchronizedStack<>(16, SPARE_BUFFERS);
    private final SynchronizedStack<SocketBufferHandler> inputs = new SynchronizedStack<>(16, SPARE_BUFFERS);
    private final SynchronizedStack<SocketBufferHandler> outputs = new SynchronizedStack<>(16, SPARE_BUFFERS);

    /** Takes an empty buffer for encrypted bytes, with position 0 and this limit. */
    ByteBuffer takeRecords(int limit) {
        ByteBuffer known = records.pop();
        return (known == null ? ByteBuffer.allocate(BYTES) : known.clear()).limit(limit);
    }

    /** Returns a buffer for encrypted bytes. A buffer that had to grow is dropped. */
    void giveBackRecords(ByteBuffer buffer) {
        if (buffer.capacity() == BYTES) {
            records.push(buffer);
        }
    }

    /** Takes an empty buffer for received plain text. */
    SocketBufferHandler takeInput() {
        SocketBufferHandler known = inputs.pop();
        return known == null ? new SocketBufferHandler(BYTES, 0, false) : known;
    }

    /** Returns a buffer for received plain text. */
    void giveBackInput(SocketBufferHandler buffer) {
        buffer.reset();
        if (buffer.getReadBuffer().capacity() == BYTES) {
            inputs.push(buffer);
        }
    }

    /** Takes an empty buffer for plain text to send. */
    SocketBufferHandler takeOutput() {
        SocketBufferHandler known = outputs.pop();
        return known == null ? new SocketBufferHandler(0, BYTES, false) : known;
    }

    /** Returns a buffer for plain text to send. */
    void giveBackOutput(SocketBufferHandler buffer) {
        buffer.reset();
        outputs.push(buffer);
    }
}
