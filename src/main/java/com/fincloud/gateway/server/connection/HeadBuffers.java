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
 * Tomcat's buffers for heads, lent to a connection while it reads one. Each has room for the largest head that is accepted, which
 * hardly any head needs: a request that waits for its backend keeps a copy of its own size, and thousands of them fit into a small heap.
 */
@SuppressWarnings("ByteBufferBackingArray") // all of them are of ByteBuffer.allocate, Tomcat's too
public final class HeadBuffers {

    private static final int SPARE_BUFFERS = 64;

    private final SynchronizedStack<ByteBuffer> spare = new SynchronizedStack<>(16, SPARE_BUFFERS);

    /** Lends a buffer to a connection that has none. When none is spare, Tomcat makes one. */
    public void lend(ApplicationBufferHandler connection) {
        if (connection.getByteBuffer() == null) {
            connection.setByteBuffer(spare.pop());
        }
    }

    /** Takes the buffer of a connection that reads no more from it. */
    public void takeBack(ApplicationBufferHandler connection) {
        ByteBuffer buffer = connection.getByteBuffer();
        if (buffer != null) {
            connection.setByteBuffer(null);
            spare.push(buffer.clear().limit(0));
        }
    }

    /**
     * Leaves a request with a buffer of its own for what has come of it, and takes the large one back.
     *
     * @param room bytes behind the head for a body that is still to come
     * @return the size of the large one, for {@link #grow}
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

    /** Gives a connection a large buffer again, for the next head, of which the beginning may have come already. */
    public void grow(ApplicationBufferHandler connection, int size) {
        ByteBuffer own = connection.getByteBuffer();
        @Nullable ByteBuffer known = spare.pop();
        // TLS makes a connection's buffers larger once it has agreed: an earlier one may be too small.
        ByteBuffer large = known == null || known.capacity() < size ? ByteBuffer.allocate(size) : known;
        System.arraycopy(own.array(), own.position(), large.array(), own.position(), own.remaining());
        large.limit(own.limit()).position(own.position());
        connection.setByteBuffer(large);
    }

    /** Tomcat refers to a head's parts by their places in the buffer, which are the same in the copy. */
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
