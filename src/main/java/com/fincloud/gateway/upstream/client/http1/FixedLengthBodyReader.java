package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.http.body.BulkInputStream;
import com.fincloud.gateway.http.body.DirectSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/** A response body of known length on a connection without TLS. It can be read without the connection's buffer. */
final class FixedLengthBodyReader extends BulkInputStream implements DirectSource {

    private final SessionInputBuffer buffer;
    private final InputStream socket;
    private final SocketChannel channel;
    private long left;

    /**
     * Creates a body that begins with the bytes in the buffer.
     *
     * @param length bytes, as announced
     */
    FixedLengthBodyReader(SessionInputBuffer buffer, InputStream socket, SocketChannel channel, long length) {
        this.buffer = buffer;
        this.socket = socket;
        this.channel = channel;
        this.left = length;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        return left == 0 ? -1 : taken(buffer.read(target, offset, (int) Math.min(count, left), socket));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (buffer.length() > 0) {
            byte[] begun = new byte[Math.min(buffer.length(), target.remaining())];
            int count = read(begun, 0, begun.length);
            target.put(begun, 0, Math.max(0, count));
            return count;
        }
        if (left < target.remaining()) {
            target.limit(target.position() + (int) left); // the following bytes belong to the next response
        }
        return left == 0 ? -1 : taken(channel.read(target));
    }

    private int taken(int count) throws ConnectionClosedException {
        if (count < 0) {
            throw new ConnectionClosedException("the answer ended " + left + " bytes too early");
        }
        left -= count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(buffer.length(), left);
    }
}
