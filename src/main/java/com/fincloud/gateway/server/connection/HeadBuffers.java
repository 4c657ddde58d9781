package com.fincloud.gateway.server.connection;

import java.nio.ByteBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.collections.SynchronizedStack;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A pool of Tomcat's head buffers, which a connection has only while it reads a head. Each buffer has room for the largest accepted head,
 * but most heads are small. So a request that waits for its backend keeps a copy of exactly its size, and thousands of them fit into a
 * small heap.
 */
@SuppressWarnings("ByteBufferBackingArray") // all buffers, also Tomcat's, come from ByteBuffer.allocate
public final class HeadBuffers {

    private static final int SPARE_BUFFERS = 64;

    private final SynchronizedStack<ByteBuffer> spare = new SynchronizedStack<>(16, SPARE_BUFFERS);

    /** Gives a buffer to a connection that has none. If the pool is empty, Tomcat allocates a buffer. */
    public void lend(ApplicationBufferHandler connection) {
        if (connection.getByteBuffer() == null) {
            connection.setByteBuffer(spare.pop());
        }
    }

    /** Takes the buffer back from a connection that no longer reads from it. */
    public void takeBack(ApplicationBufferHandler connection) {
        ByteBuffer buffer = connection.getByteBuffer();
        if (buffer != null) {
            connection.setByteBuffer(null);
            spare.push(buffer.clear().limit(0));
        }
    }

    /**
     * Copies the received bytes of a request to a buffer of exactly the needed size, and takes the large buffer back.
     *
     * @param room bytes after the head for a body that has not arrived yet
     * @return the size of the large buffer, for {@link #grow}
     */
    public int shrink(Request request, ApplicationBufferHandler connection, int room) {
        ByteBuffer large = connection.getByteBuffer();
        ByteBuffer own = ByteBuffer.allocate(Math.max(large.limit(), large.position() + room));
        System.arraycopy(large.array(), 0, own.array(), 0, large.limit());
        own.limit(large.limit()).position(large.position());
        moveHead(request, large.array(), own.array());
        connection.setByteBuffer(own);
        spare.push(large.clear().limit(0));
        return large.capacity();
    }

    /** Gives a connection a large buffer again, for the next head. Its beginning may already have arrived. */
    public void grow(ApplicationBufferHandler connection, int size) {
        ByteBuffer own = connection.getByteBuffer();
        @Nullable ByteBuffer known = spare.pop();
        // TLS enlarges a connection's buffers after the handshake, so an earlier buffer may be too small.
        ByteBuffer large = known == null || known.capacity() < size ? ByteBuffer.allocate(size) : known;
        System.arraycopy(own.array(), own.position(), large.array(), own.position(), own.remaining());
        large.limit(own.limit()).position(own.position());
        connection.setByteBuffer(large);
    }

    /** Tomcat refers to the parts of a head by offsets in the buffer, and the offsets are the same in the copy. */
    private static void moveHead(Request request, byte[] from, byte[] to) {
        move(request.requestURI(), from, to);
        move(request.decodedURI(), from, to);
        move(request.queryString(), from, to);
        move(request.protocol(), from, to);
        MimeHeaders headers = request.getMimeHeaders();
        for (int i = 0; i < headers.size(); i++) {
            move(headers.getName(i), from, to);
            move(headers.getValue(i), from, to);
        }
    }

    private static void move(MessageBytes part, byte[] from, byte[] to) {
        ByteChunk bytes = part.getByteChunk();
        if (bytes.getBytes() == from && !bytes.isNull()) {
            bytes.setBytes(to, bytes.getStart(), bytes.getLength());
        }
    }
}
